/**
 * One tap leads from a client's page to the client's form on this tablet.
 *
 * Before this page goes it is emptied, so that the browser's Back button has nothing of the clinic left to show. What the
 * form needs is fetched while the clinician is still looking, so that it opens at once.
 */

const ADDRESS = "/session/hand-over";
const ANSWERED_MS = 3000; // by then a page that was left is gone
const fetched = new Set();

export default function handOverButton({ data, parentElement }) {
  parentElement.querySelector("form")?.remove();
  const form = document.createElement("form");
  form.method = "post";
  form.action = ADDRESS;
  form.className = data.primary ? "hand-over is-primary" : "hand-over";
  form.append(...data.asks.map((ask) => hidden("ask", ask)), button(data.label, data.help));
  if (data.case) form.append(hidden("case", data.case));
  form.addEventListener("submit", leave, { once: true });
  parentElement.append(form);
  for (const part of data.parts) fetchAhead(part);
}

function hidden(name, value) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name, value });
  return field;
}

function button(label, help) {
  const made = document.createElement("button");
  made.type = "submit";
  made.textContent = label;
  if (help) made.title = help;
  return made;
}

function leave({ target }) {
  target.querySelector("button").disabled = true; // a second tap would come from somebody whom the first has signed out
  addEventListener("beforeunload", (asked) => setTimeout(goOn, ANSWERED_MS, asked, target), { once: true });
  addEventListener("pagehide", () => document.body.replaceChildren(), { once: true });
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
}

/** Whoever was asked about words that are not saved may have stayed: palette/assets/unsaved.js. */
function goOn(asked, form) {
  if (!asked.defaultPrevented || !form.isConnected) return;
  form.querySelector("button").disabled = false;
  form.addEventListener("submit", leave, { once: true });
}

function fetchAhead(part) {
  if (fetched.has(part)) return;
  fetched.add(part);
  fetch(part, { priority: "low" }).catch(() => fetched.delete(part));
}
