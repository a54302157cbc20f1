/** The clinician takes the tablet back with a PIN. */

const TOO_MANY = 429;
const field = document.getElementById("pin");
const notice = document.getElementById("pin-notice");

/** Open the PIN pad on demand. An answer still waiting is sent first; what was only begun is forgotten afterwards. */
export function watchTakeBack({ sendFirst, forget }) {
  const dialog = document.getElementById("take-back");
  const form = document.getElementById("take-back-form");
  if (!dialog) return;
  if (dialog.open) {
    dialog.close();
    dialog.showModal();
  }
  document.getElementById("for-clinician").addEventListener("click", () => {
    clear("");
    dialog.showModal();
  });
  document.getElementById("take-back-leave").addEventListener("click", () => dialog.close());
  document.getElementById("pad").addEventListener("click", ({ target }) => press(target.closest("button")));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wish = event.submitter?.id === "resume" ? "resume" : "";
    await sendFirst();
    await open(form, dialog, wish, forget);
  });
}

function clear(words) {
  field.value = "";
  notice.textContent = words;
}

function press(key) {
  if (!key || key.type === "submit") return;
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
    const { state, go } = answer.status === TOO_MANY ? { state: "wait" } : await answer.json();
    if (state === "open") {
      forget();
      location.replace(go);
    } else if (state === "resumed") {
      dialog.close();
      dispatchEvent(new Event("mendline-resumed"));
    } else clear(form.dataset[state] ?? form.dataset.wrong);
  } catch {
    clear(form.dataset.offline);
  } finally {
    button.disabled = false;
  }
}
