/** Scrolls once to the first part that is there and not empty; never takes the page away from a reader again. */

const WAIT_MS = 200;
const TRIES = 15; // the page is drawn piece by piece
const seen = new Set();

export default function scrollTo({ data }) {
  if (seen.has(data.once)) return;
  seen.add(data.once);
  look(data.keys, TRIES);
}

function look(keys, left) {
  const found = keys.map((key) => document.querySelector(`.st-key-${key}`)).find((part) => part && part.offsetHeight > 0);
  if (found && left < TRIES) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    found.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
  } else if (left) {
    setTimeout(() => look(keys, left - 1), WAIT_MS);
  }
}
