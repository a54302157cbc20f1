/** One thing to read and a few ways on, over the whole screen. */

let panelsShown = 0;

function add(parent, tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return parent.appendChild(element);
}

/**
 * Show it on `stage`; resolves with the value of the way that was chosen, or "" when it was left with Escape.
 *
 * `ways` are [{value, text, quiet, first}]. A panel that `mustBeRead` is left only by one of its ways.
 */
export function showPanel(stage, { language, direction, title, text = "", ways, mustBeRead = false }) {
  const id = `mendline-panel-${(panelsShown += 1)}`;
  const panel = add(stage, "dialog", "mendline-panel");
  Object.assign(panel, { lang: language, dir: direction });
  const sheet = add(panel, "div", "panel-sheet");
  const heading = add(sheet, "h1", "panel-title", title);
  Object.assign(heading, { id, tabIndex: -1, autofocus: true });
  panel.setAttribute("aria-labelledby", id);
  for (const part of text.split(/\n+/).filter(Boolean)) add(sheet, "p", "panel-text", part);
  const actions = add(sheet, "div", "panel-ways");
  for (const way of ways) {
    const button = add(actions, "button", way.quiet ? "quiet" : `way${way.first ? " first" : ""}`, way.text);
    button.type = "button";
    button.addEventListener("click", () => panel.close(way.value));
  }
  panel.addEventListener("cancel", (event) => mustBeRead && event.preventDefault());
  panel.showModal();
  return new Promise((resolve) => {
    panel.addEventListener("close", () => {
      // some browsers close at the second Escape whatever the page says
      if (mustBeRead && !panel.returnValue) return panel.showModal();
      panel.remove();
      resolve(panel.returnValue);
    });
  });
}

/** What a client who marked a risk answer is to read, until it was read, also after a reload; whether there was any. */
export async function showUnreadCrisis(stage, draft) {
  const { crisis, crisis_words: said } = draft.read();
  if (!crisis || !said) return false;
  await showPanel(stage, { ...said, ways: [{ value: "read", text: said.go_on }], mustBeRead: true });
  const { crisis: read, crisis_words: words, ...rest } = draft.read();
  if (rest.idempotency_key) draft.write(rest);
  else draft.wipe();
  return true;
}
