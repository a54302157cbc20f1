/** A dialog in the top layer, closed by Esc, by its button, and by a tap beside it. */

export function made(tag, className = "", text = "") {
  const one = document.createElement(tag);
  if (className) one.className = className;
  if (text) one.textContent = text;
  return one;
}

export function shownDialog(root, label, done) {
  const dialog = made("dialog", "palette");
  dialog.setAttribute("aria-label", label);
  const close = made("button", "close", "Close");
  close.type = "button";
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove(); // and with it every name that was shown
    done(dialog.where);
  });
  root.append(dialog);
  return { dialog, close };
}
