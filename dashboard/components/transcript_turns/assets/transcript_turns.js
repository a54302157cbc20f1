/**
 * A slice of a transcript. A turn is corrected where it stands; what Python refused is said there, and the words stay
 * in the field until they are kept or given up.
 */

import { openEditor } from "./turn_editor.js";
import { hearing, player } from "./turn_sound.js";

const scrolled = new Set();

export default function transcriptTurns({ data, parentElement, setStateValue }) {
  const editor = parentElement.querySelector("form.editor");
  if (editor) {
    if (!editor.answered(data.answer)) return; // still being written, or refused: nothing is taken from under the hands
  }
  const kept = editor?.dataset.turn;
  player(parentElement, data.sound);
  parentElement.querySelector(".transcript")?.remove();
  const list = element("ol", "transcript");
  for (const turn of data.turns) list.append(...lines(turn, data, setStateValue));
  if (data.turns.some((turn) => turn.unsure.length)) list.prepend(legend());
  parentElement.append(list);
  if (kept) list.querySelector(`[data-turn="${kept}"] button`)?.focus();
  bringIntoView(list, data.asked);
}

function legend() {
  const said = element("li", "legend");
  said.append("Words marked like ", unsure("this"), " were not heard clearly. Please correct what is wrong.");
  return said;
}

function lines(turn, data, setStateValue) {
  const line = element("li", `turn is-${turn.role || "unknown"}${turn.id === data.asked ? " is-asked" : ""}`);
  line.dataset.turn = turn.id;
  if (turn.id === data.asked) line.setAttribute("aria-current", "true");
  line.append(link(turn, data.address), speaker(turn.name));
  if (data.canChange) line.append(correct(line, turn, data, setStateValue));
  line.append(words(turn));
  if (data.sound && turn.start !== null) line.append(hearing(turn));
  if (turn.edits.length) line.append(history(turn));
  return turn.silence ? [silence(turn.silence), line] : [line];
}

function silence(said) {
  const line = element("li", "silence");
  line.textContent = said;
  return line;
}

function link(turn, address) {
  const made = element("a", "time");
  made.href = `${address}${turn.id}`;
  made.textContent = turn.time;
  made.title = "Link to this turn";
  return made;
}

function speaker(name) {
  const made = element("strong", "speaker");
  made.textContent = name;
  return made;
}

function correct(line, turn, data, setStateValue) {
  const made = element("button", "correct");
  made.type = "button";
  made.textContent = "Correct";
  made.setAttribute("aria-label", `Correct the turn at ${turn.time}`);
  made.addEventListener("click", () => openEditor(line, turn, data.speakers, (change) => setStateValue("change", change)));
  return made;
}

function words(turn) {
  const made = element("p", "words");
  let after = 0;
  const letters = turn.text;
  for (const [from, to] of turn.unsure.map((span) => span.map((place) => units(letters, place)))) {
    made.append(letters.slice(after, from), unsure(letters.slice(from, to)));
    after = to;
  }
  made.append(letters.slice(after));
  return made;
}

/** Python counts characters, JavaScript halves of some: the place in JavaScript's own count. */
function units(letters, place) {
  return [...letters].slice(0, place).join("").length;
}

function unsure(word) {
  const made = element("mark", "unsure");
  made.textContent = word;
  made.title = "Not heard clearly";
  const said = element("span", "unseen");
  said.textContent = " (not heard clearly)";
  made.append(said);
  return made;
}

function history(turn) {
  const made = element("details", "history");
  const head = element("summary");
  head.textContent = turn.edits.length === 1 ? "Corrected once" : `Corrected ${turn.edits.length} times`;
  const list = element("ul");
  for (const edit of turn.edits) {
    const line = element("li");
    line.append(`${edit.name}: “${edit.text}”`, small(`until corrected by ${edit.by}`));
    list.append(line);
  }
  made.append(head, list);
  return made;
}

function small(said) {
  const made = element("small");
  made.textContent = said;
  return made;
}

function bringIntoView(list, asked) {
  const line = asked && list.querySelector(`[data-turn="${asked}"]`);
  if (!line || scrolled.has(asked)) return;
  scrolled.add(asked);
  setTimeout(() => line.scrollIntoView({ block: "center" }), 100); // the page above is drawn piece by piece
}

function element(name, className = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  return made;
}
