/** The legend, and the same picture as a table, made when somebody opens it. */

import { shape } from "./map_rows.js";
import { element } from "./map_words.js";

export function legend(data) {
  const made = element("ul", "legend");
  for (const row of data.rows) made.append(entry(shape(row.key), row.says));
  made.append(entry("", "A small mark: faint, little speaks for it"));
  made.append(entry(sample("silence"), "Silence of 1.5 s or more: the longer, the higher"));
  made.append(entry(sample("client"), "Words of feeling of the client, pleasant up; a list of words hears feeling weakly"));
  made.append(entry(sample("clinician"), "The same of the clinician"));
  return made;
}

function sample(kind) {
  return element("span", `sample is-${kind}`);
}

function entry(picture, words) {
  const made = element("li");
  const said = element("span");
  said.textContent = words;
  made.append(picture, said);
  return made;
}

export function table(data, said) {
  const made = element("details", "twin");
  const head = element("summary");
  head.textContent = "The picture as a table";
  made.append(head);
  made.addEventListener("toggle", () => {
    if (made.open && !made.querySelector("table")) made.append(filled(data, said));
  });
  return made;
}

function filled(data, said) {
  const frame = element("div", "twin-frame");
  frame.tabIndex = 0;
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", "The picture as a table, a row a turn");
  const made = element("table");
  const top = element("tr");
  top.append(...["When", "Who", "What"].map(heading));
  const thead = element("thead");
  thead.append(top);
  const body = element("tbody");
  const before = beforeTurns(data, said);
  data.lanes.forEach((_, turn) => {
    for (const one of before.get(turn) ?? []) body.append(line("", "", one));
    const what = [said.length(turn), ...said.marks(turn)].filter(Boolean).join(". ");
    body.append(line(turnLink(data, said, turn), said.who(turn), what));
  });
  made.append(thead, body);
  frame.append(made);
  return frame;
}

/** What stands before a turn: a silence, the topic and the words of feeling of the stretch that begins there. */
function beforeTurns(data, said) {
  const found = new Map();
  const add = (turn, words) => found.set(turn, [...(found.get(turn) ?? []), words]);
  for (const one of data.topics) add(one[2], said.topic(one));
  if (data.feeling.most) data.feeling.tenths.forEach((one, place) => one[1] && add(one[2], said.feeling(place)));
  for (const one of data.silences) add(one[2], said.silence(one));
  return found;
}

function heading(words) {
  const made = element("th");
  made.scope = "col";
  made.textContent = words;
  return made;
}

function line(when, who, what) {
  const made = element("tr");
  for (const content of [when, who, what]) {
    const cell = element("td");
    cell.append(content);
    made.append(cell);
  }
  return made;
}

function turnLink(data, said, turn) {
  const made = element("a");
  made.href = data.address + data.ids[turn];
  made.textContent = said.when(turn);
  return made;
}
