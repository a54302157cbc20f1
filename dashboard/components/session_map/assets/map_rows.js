/** The rows of the picture, each a track with links placed in per cent of the whole. */

import { element } from "./map_words.js";

const NAMESPACE = "http://www.w3.org/2000/svg";
export const SHAPES = {
  withdrawal: "M13 2 2 8l11 6z", // hollow, points away
  confrontation: "M8 1l7 7-7 7-7-7z", // full
  receiving: "M8 2a6 6 0 1 0 .01 0z", // hollow ring
  defending: "M3 3l10 10M13 3L3 13", // crossed
};
const SPEAKERS = ["Clinician", "Client", "Others"];
const LANE_CLASS = ["clinician", "client", "other"];
const LONGEST_SILENCE = 300; // steps: from half a minute on a silence has the full height
const LEAST_HEIGHT = 0.3;

export function rows(data, said, names) {
  const lanes = [0, 1, 2].filter((lane) => lane < 2 || data.lanes.includes(lane));
  return [
    row(names, "", "axis", ticks(data)),
    ...lanes.map((lane) => row(names, SPEAKERS[lane], `lane is-${LANE_CLASS[lane]}`, turns(data, said, lane))),
    row(names, "Silences", "silences", silences(data, said), data.silencesUnknown),
    ...data.rows.map((one) => row(names, one.name, `marks is-${one.key}`, marks(data, said, one), one.unknown)),
    row(names, "Feeling (weak)", "feeling", feeling(data, said), data.feeling.unknown),
    row(names, "About", "topics", topics(data, said), data.topicsUnknown),
  ];
}

function row(names, name, className, content, unknown = "") {
  const label = element("div", `name ${className}`);
  label.textContent = name;
  names.append(label);
  const track = element("div", `track ${className}`);
  track.append(...content);
  if (unknown) track.append(note(unknown));
  return track;
}

function note(words) {
  const made = element("span", "note");
  made.textContent = words;
  return made;
}

const percent = (data, steps) => `${((100 * steps) / data.whole).toFixed(3)}%`;

function link(data, turn, start, length, words) {
  const made = element("a");
  made.href = data.address + data.ids[turn];
  made.tabIndex = -1;
  made.setAttribute("aria-label", words);
  made.style.left = percent(data, start);
  if (length !== null) made.style.width = percent(data, length);
  return made;
}

function ticks(data) {
  return data.ticks.map(([place, words], number) => {
    const made = note(data.axis === "words" && place === 0 ? "0 words" : words);
    made.style.left = percent(data, place);
    if (number % 2) made.classList.add("is-odd");
    return made;
  });
}

function turns(data, said, lane) {
  const found = [];
  data.lanes.forEach((whose, turn) => {
    if (whose === lane) found.push(link(data, turn, data.starts[turn], data.lengths[turn], said.turn(turn)));
  });
  return found;
}

function silences(data, said) {
  return data.silences.map((one) => {
    const made = link(data, one[2], one[0], one[1], said.silence(one));
    const high = LEAST_HEIGHT + (1 - LEAST_HEIGHT) * Math.min(1, one[1] / LONGEST_SILENCE);
    made.style.height = `${(100 * high).toFixed(0)}%`;
    return made;
  });
}

function marks(data, said, one) {
  return one.marks.map(([turn, faint]) => {
    const made = link(data, turn, data.starts[turn] + data.lengths[turn] / 2, null, said.turn(turn));
    if (faint) made.className = "is-faint";
    made.append(shape(one.key));
    return made;
  });
}

export function shape(key) {
  const made = drawing("svg", { viewBox: "0 0 16 16", "aria-hidden": "true", class: `shape is-${key}` });
  made.append(drawing("path", { d: SHAPES[key] }));
  return made;
}

/** Two lines around nothing, and a link for each tenth. */
function feeling(data, said) {
  const { tenths, most } = data.feeling;
  if (!tenths.length || !most) return [];
  const made = drawing("svg", { viewBox: "0 0 1000 100", preserveAspectRatio: "none", "aria-hidden": "true" });
  made.append(drawing("path", { d: "M0 50H1000", class: "nothing" }));
  for (const who of ["clinician", "client"]) {
    made.append(drawing("path", { d: line(data, data.feeling[who]), class: `curve is-${who}` }));
  }
  return [made, ...tenths.map((one, place) => link(data, one[2], one[0], one[1], said.feeling(place)))];
}

function line(data, values) {
  let joined = false;
  let path = "";
  values.forEach((value, place) => {
    const [start, length] = data.feeling.tenths[place];
    const x = (1000 * (start + length / 2)) / data.whole;
    if (value !== null) path += `${joined ? "L" : "M"}${x.toFixed(1)} ${(50 - (45 * value) / data.feeling.most).toFixed(1)}h.01`;
    joined = value !== null;
  });
  return path;
}

function topics(data, said) {
  return data.topics.map((one) => {
    const made = link(data, one[2], one[0], one[1], said.topic(one));
    made.textContent = one[3].split(" ").join("\n");
    return made;
  });
}

export function drawing(name, attributes) {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
