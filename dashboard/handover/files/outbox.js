/** Sends one answer until the server has it: calmly, again and again, and at once when the connection is back. */

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 5000; // somebody stands there with the tablet
const ANSWER_WITHIN_MS = 10000;
/** This part was answered before: there is nothing more to send. */
const ALREADY_ANSWERED = 409;
/** No such form, no longer open, not a rating. Anything else may pass, so it is tried again. */
const NEVER = new Set([404, 410, 422]);

const wakers = new Set();
const wakeAll = () => {
  for (const wake of wakers) wake();
};
for (const name of ["online", "focus"]) addEventListener(name, wakeAll);
document.addEventListener("visibilitychange", wakeAll);

/** What became of an answer: "stored", "closed" (it will never be taken), or "later" after so many `tries`. */
export async function keepTrying(token, filled, { tries = Infinity } = {}) {
  let wait = FIRST_RETRY_MS;
  for (let tried = 1; ; tried += 1) {
    const outcome = await deliver(token, filled);
    if (outcome !== "later" || tried >= tries) return outcome;
    await pause(wait);
    wait = Math.min(wait * 2, LAST_RETRY_MS);
  }
}

async function deliver(token, filled) {
  try {
    const answer = await fetch(`/k/${token}/rating`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(filled),
      cache: "no-store",
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    if (answer.ok || answer.status === ALREADY_ANSWERED) return "stored";
    return NEVER.has(answer.status) ? "closed" : "later";
  } catch {
    return "later";
  }
}

function pause(ms) {
  return new Promise((resolve) => {
    const wake = () => {
      wakers.delete(wake);
      resolve();
    };
    wakers.add(wake);
    setTimeout(wake, ms);
  });
}
