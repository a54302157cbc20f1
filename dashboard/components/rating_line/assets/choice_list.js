/** A question answered by choosing one of a few answers; native radio buttons, so every keyboard and reader knows them. */

/**
 * Draw the answers of one question into `slot`.
 *
 * `question` holds id, labelledBy and choices [{score, text}] (score in points, "2.0"); `onMark(tenths)` is called after
 * each choice. Same face as a line: {target, value, lock(), lengthPx()}.
 */
export function mountChoices(slot, question, onMark = () => {}) {
  const group = document.createElement("div");
  group.className = "choices";
  group.setAttribute("role", "radiogroup");
  group.setAttribute("aria-labelledby", question.labelledBy);
  const radios = question.choices.map((choice) => radio(group, question.id, choice));
  slot.append(group);
  group.addEventListener("change", () => onMark(chosen()));

  function chosen() {
    const one = radios.find(({ checked }) => checked);
    return one ? inTenths(one.value) : null;
  }

  return {
    target: radios[0],
    get value() {
      return chosen();
    },
    set value(tenths) {
      for (const one of radios) one.checked = tenths !== null && inTenths(one.value) === tenths;
    },
    lock() {
      for (const one of radios) one.disabled = true;
    },
    lengthPx: () => null,
  };
}

function inTenths(points) {
  return Math.round(Number(points) * 10);
}

function radio(group, name, { score, text }) {
  const label = document.createElement("label");
  label.className = "choice";
  const input = document.createElement("input");
  Object.assign(input, { type: "radio", name, value: score });
  const words = document.createElement("span");
  words.textContent = text;
  label.append(input, words);
  group.append(label);
  return input;
}
