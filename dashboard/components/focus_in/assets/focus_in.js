/** Puts the keyboard into a part of the page, once; never takes it away from a reader again. */

const WAIT_MS = 100;
const TRIES = 40; // the page is drawn piece by piece
const seen = new Set();

export default function focusIn({ data }) {
  if (seen.has(data.once)) return;
  seen.add(data.once);
  look(`.st-key-${data.key} ${data.part}`, TRIES);
}

function look(place, left) {
  const field = document.querySelector(place);
  if (field) {
    field.focus({ preventScroll: false });
  } else if (left) {
    setTimeout(() => look(place, left - 1), WAIT_MS);
  }
}
