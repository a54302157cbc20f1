/** The list of keys, and where they can be switched off. */

import { made, shownDialog } from "./dialog.js";

export function openKeys(root, data, done) {
  const { dialog, close } = shownDialog(root, "Keys", done);
  const list = made("dl", "keys");
  for (const [keys, does] of lines(data)) {
    const term = made("dt");
    keys.forEach((key, place) => term.append(place ? " " : "", made("kbd", "", key)));
    list.append(term, made("dd", "", does));
  }
  const off = "They do nothing while you type. You can switch single keys off under “Your account”; Ctrl K stays.";
  const title = made("div", "head");
  title.append(made("h2", "", "Keys"), close);
  dialog.append(title, list, made("p", "quiet", off));
  dialog.showModal();
  close.focus();
  return dialog;
}

function* lines(data) {
  const what = data.find ? "a client or a page" : "a page";
  yield [["Ctrl", "K"], `Find ${what}`];
  yield [["/"], `Find ${what}`];
  if (data.rate) yield [["n"], "On a client’s page: a new rating"];
  for (const page of data.pages) if (page.key) yield [["g", page.key], page.label];
  yield [["?"], "This list"];
}
