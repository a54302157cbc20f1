/** One of a few answers, or of a few faces; native radio buttons, so every keyboard and reader knows them. */

/** How long a press is remembered as the cause of a change [ms]. */
const PRESS_MS = 500;

/**
 * Draw the answers of one question into `slot`.
 *
 * `question` holds id, labelledBy and choices [{score, text}] (score in points, "2.0"); `onMark(tenths, byPress)` is
 * called after each choice. Same contract as a line: {target, value, lock(), lengthPx()}.
 */
export function mountChoices(slot, question, onMark = () => {}) {
  const group = radioGroup(slot, "choices", question.labelledBy);
  group.style.setProperty("--choices", question.choices.length);
  const radios = question.choices.map(({ score, text }) => radio(group, question.labelledBy, inTenths(score), text));
  return answerOf(group, radios, onMark);
}

/** The same with faces [{id, score, text}]; a score only tells one face from another. `drawFace(id)` draws one. */
export function mountFaces(slot, question, drawFace, onMark = () => {}) {
  const group = radioGroup(slot, "faces", question.labelledBy);
  const radios = question.faces.map(({ id, score, text }) => {
    const input = radio(group, question.labelledBy, inTenths(score), text);
    input.after(drawFace(id));
    return input;
  });
  return answerOf(group, radios, onMark);
}

function answerOf(group, radios, onMark) {
  let pressedAt = -Infinity;
  group.addEventListener("pointerup", () => (pressedAt = performance.now()));
  group.addEventListener("change", () => onMark(chosen(), performance.now() - pressedAt < PRESS_MS));

  function chosen() {
    const one = radios.find(({ checked }) => checked);
    return one ? Number(one.value) : null;
  }

  return {
    target: radios[0],
    get value() {
      return chosen();
    },
    set value(next) {
      for (const one of radios) one.checked = next !== null && Number(one.value) === next;
    },
    lock() {
      for (const one of radios) one.disabled = true;
    },
    lengthPx: () => null,
  };
}

function radioGroup(slot, className, labelledBy) {
  const group = slot.appendChild(document.createElement("div"));
  group.className = className;
  group.setAttribute("role", "radiogroup");
  group.setAttribute("aria-labelledby", labelledBy);
  return group;
}

function inTenths(points) {
  return Math.round(Number(points) * 10);
}

function radio(group, name, value, text) {
  const label = group.appendChild(document.createElement("label"));
  label.className = "choice";
  const input = label.appendChild(document.createElement("input"));
  Object.assign(input, { type: "radio", name, value });
  label.appendChild(document.createElement("span")).textContent = text;
  return input;
}
