/** Puts the keyboard into the first field of a part of the page, once; never takes it away from a reader again. */

const WAIT_MS = 100;
const TRIES = 40; // the page is drawn piece by piece
const seen = new Set();

export default function focusIn({ data }) {
  if (seen.has(data.once)) return;
  seen.add(data.once);
  look(data.key, TRIES);
}

function look(key, left) {
  const field = document.querySelector(`.st-key-${key} input`);
  if (field) {
    field.focus({ preventScroll: false });
  } else if (left) {
    setTimeout(() => look(key, left - 1), WAIT_MS);
  }
}
