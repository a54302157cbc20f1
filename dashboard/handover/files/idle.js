/**
 * After a long pause the form is put away, so that nobody who walks by sees or changes it.
 *
 * On the clinic's tablet only the clinician's PIN brings it back, also after a reload; on the client's own device a press does.
 */

const IDLE_AFTER_MS = 5 * 60 * 1000;
const PUT_AWAY = "mendline.put-away";
const SIGNS_OF_LIFE = ["pointerdown", "keydown", "touchstart", "scroll"];

export function watchIdle({ screen, token, bring }) {
  let timer;
  const names = { open: "form", turn: "turn" };

  function wait() {
    clearTimeout(timer);
    if (screen.dataset.state in names) timer = setTimeout(putAway, IDLE_AFTER_MS);
  }

  function putAway() {
    if (!(screen.dataset.state in names)) return;
    screen.dataset.behind = names[screen.dataset.state];
    if (screen.dataset.way === "tablet") keep(token);
    document.getElementById("take-back")?.close();
    bring("idle");
  }

  function bringBack() {
    keep("");
    bring(screen.dataset.behind);
    dispatchEvent(new Event("mendline-brought-back"));
    wait();
  }

  for (const name of SIGNS_OF_LIFE) addEventListener(name, wait, { passive: true });
  new MutationObserver(wait).observe(screen, { attributeFilter: ["data-state"] });
  document.getElementById("idle-continue")?.addEventListener("click", bringBack);
  addEventListener("mendline-resumed", bringBack);
  addEventListener("mendline-put-away", putAway);
  wait();
  if (screen.dataset.way === "tablet" && kept() === token) queueMicrotask(putAway);
}

function kept() {
  try {
    return localStorage.getItem(PUT_AWAY);
  } catch {
    return null;
  }
}

function keep(token) {
  try {
    if (token) localStorage.setItem(PUT_AWAY, token);
    else localStorage.removeItem(PUT_AWAY);
  } catch {
    // No storage in this browser: a reload shows the form again.
  }
}
