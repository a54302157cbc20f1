/** What is said of a place of the picture: when, who, what. Never a word of a turn. */

export const WHO = ["Clinician", "Client", "Somebody else"];
const PER_SECOND = 10; // steps of the picture by time

export function reader(data) {
  const untimed = new Set(data.untimed);
  const inTurn = new Map();
  for (const row of data.rows) {
    for (const [turn, faint, ...titles] of row.marks) {
      const what = `${row.says}: ${titles.map((one) => data.titles[one]).join("; ")}${faint ? " (faint)" : ""}`;
      inTurn.set(turn, [...(inTurn.get(turn) ?? []), what]);
    }
  }
  const when = (turn) => (untimed.has(turn) ? `Turn ${turn + 1}` : clock(data.starts[turn]));
  return {
    when,
    who: (turn) => WHO[data.lanes[turn]],
    marks: (turn) => inTurn.get(turn) ?? [],
    length: (turn) => length(data, turn),
    turn: (turn) => [`${when(turn)}, ${WHO[data.lanes[turn]]}`, length(data, turn), ...(inTurn.get(turn) ?? [])].filter(Boolean).join(". "),
    silence: ([start, long, turn]) => `${clock(start)}. ${seconds(long)} of silence, then: ${WHO[data.lanes[turn]]}`,
    feeling: (place) => feeling(data.feeling, place, when),
    topic: ([, , turn, words]) => `From ${when(turn).toLowerCase()}. Words that set this stretch apart: ${words.split(" ").join(", ")}`,
  };
}

function length(data, turn) {
  const long = data.lengths[turn];
  if (data.axis === "words") return long === 1 ? "1 word" : `${long} words`;
  if (data.axis === "starts") return turn === data.starts.length - 1 ? "Its end is not known" : "";
  return seconds(long);
}

function feeling(found, place, when) {
  const told = [["client", found.client[place]], ["clinician", found.clinician[place]]];
  const each = told.map(([who, value]) => `${who} ${value === null || value === undefined ? "too few words" : signed(value)}`);
  return `From ${when(found.tenths[place][2]).toLowerCase()}. Words of feeling, pleasant less unpleasant for each 100 words, heard weakly: ${each.join(", ")}`;
}

const signed = (value) => `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value).toFixed(1)}`;
const seconds = (steps) => `${(steps / PER_SECOND).toFixed(1)} s`;

export function clock(steps) {
  const whole = Math.floor(steps / PER_SECOND);
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

export function element(name, className = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  return made;
}
