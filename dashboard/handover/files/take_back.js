/** The clinician takes the tablet back with a PIN, or gives a form that was put away back to the client. */

const TOO_MANY = 429;
const UNFINISHED = new Set(["open", "turn", "idle"]);
const at = (id) => document.getElementById(id);
const field = at("pin");
const notice = at("pin-notice");

/** Open the PIN pad on demand. An answer still waiting is sent first; what was only begun is forgotten afterwards. */
export function watchTakeBack({ screen, sendFirst, forget }) {
  const dialog = at("take-back");
  const form = at("take-back-form");
  if (!dialog) return;
  if (dialog.open) {
    dialog.close();
    openPad();
  }
  at("for-clinician").addEventListener("click", () => {
    clear("");
    openPad();
  });
  at("take-back-leave").addEventListener("click", () => dialog.close());
  at("pad").addEventListener("click", ({ target }) => press(target.closest("button")));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wish = event.submitter?.id === "resume" ? "resume" : "";
    await sendFirst();
    await open(form, dialog, wish, forget);
  });

  /** A form that was put away goes on, or ends: Enter never chooses the end. */
  function openPad() {
    const { state } = screen.dataset;
    const isPutAway = state === "idle";
    at("pin-unfinished").hidden = !UNFINISHED.has(state);
    Object.assign(at("resume"), { hidden: !isPutAway, type: isPutAway ? "submit" : "button" });
    dialog.showModal();
    field.focus();
  }
}

function clear(words) {
  field.value = "";
  notice.textContent = words;
}

function press(key) {
  if (!key) return;
  field.value = key.value === "erase" ? field.value.slice(0, -1) : field.value + key.value;
  notice.textContent = "";
}

async function open(form, dialog, wish, forget) {
  const pin = field.value;
  const button = form.querySelector(".open");
  button.disabled = true;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(wish ? { pin, resume: "1" } : { pin }),
      cache: "no-store",
    });
    const { state, go, why } = answer.status === TOO_MANY ? { why: form.dataset.wait } : await answer.json();
    if (state === "open") {
      forget();
      location.replace(go);
    } else if (state === "resumed") {
      dialog.close();
      dispatchEvent(new Event("mendline-resumed"));
    } else clear(why);
  } catch {
    clear(form.dataset.offline);
  } finally {
    button.disabled = false;
  }
}
