/** The form in which one turn is corrected. One is open at a time; Escape gives it up. */

let number = Date.now(); // grows with every try, so that Python knows a new one

export function openEditor(line, turn, speakers, send) {
  const root = line.getRootNode();
  root.querySelector("form.editor")?.giveUp();
  const form = document.createElement("form");
  form.className = "editor";
  form.dataset.turn = turn.id;
  const words = textField(turn);
  const who = speakerField(turn, speakers);
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  const keep = button("Keep", "submit");
  const stop = button("Leave it as it was", "button");
  form.append(labelled("What was said", words), labelled("Who spoke", who), keep, stop, said);

  const hidden = [...line.children];
  for (const child of hidden) child.hidden = true;
  line.append(form);
  words.focus();

  let waiting = 0;
  form.giveUp = () => {
    form.remove();
    for (const child of hidden) child.hidden = false;
    line.querySelector("button.correct")?.focus();
  };
  form.answered = (answer) => {
    if (!waiting || answer?.number !== waiting) return false;
    waiting = 0;
    keep.disabled = false;
    said.textContent = answer.refused;
    return !answer.refused;
  };
  stop.addEventListener("click", form.giveUp);
  form.addEventListener("keydown", (pressed) => pressed.key === "Escape" && form.giveUp());
  form.addEventListener("submit", (sent) => {
    sent.preventDefault();
    waiting = ++number;
    keep.disabled = true;
    said.textContent = "";
    const chosen = who.value === "" ? null : speakers[Number(who.value)];
    const choice = chosen && { label: chosen.label, role: chosen.role };
    send({ number: waiting, turn: turn.id, version: turn.version, text: words.value, who: choice });
  });
}

function textField(turn) {
  const made = document.createElement("textarea");
  made.value = turn.text;
  made.rows = Math.min(12, 2 + Math.ceil(turn.text.length / 90));
  made.required = true;
  return made;
}

function speakerField(turn, speakers) {
  const made = document.createElement("select");
  const now = speakers.findIndex((one) => one.label === turn.label && one.role === turn.role);
  if (now < 0) made.append(new Option(turn.name, ""));
  speakers.forEach((one, place) => made.append(new Option(one.name, String(place), false, place === now)));
  return made;
}

function labelled(name, field) {
  const made = document.createElement("label");
  made.append(name, field);
  return made;
}

function button(name, type) {
  const made = document.createElement("button");
  made.type = type;
  made.textContent = name;
  return made;
}
