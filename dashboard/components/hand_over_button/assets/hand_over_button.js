/**
 * One tap turns this tablet into the client's form: a real form, posted by the browser itself.
 *
 * Before the page goes it is emptied, so that the browser's Back button has nothing of the clinic left to show.
 */

const ADDRESS = "/session/hand-over";

export default function handOverButton({ data, parentElement }) {
  parentElement.querySelector("form")?.remove();
  const form = document.createElement("form");
  form.method = "post";
  form.action = ADDRESS;
  form.className = data.primary ? "hand-over is-primary" : "hand-over";
  form.append(hidden("episode", data.episode), hidden("scale", data.scale), button(data.label, data.help));
  form.addEventListener("submit", leaveNothingBehind, { once: true });
  parentElement.append(form);
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

function leaveNothingBehind() {
  addEventListener("pagehide", () => document.body.replaceChildren(), { once: true });
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
}
