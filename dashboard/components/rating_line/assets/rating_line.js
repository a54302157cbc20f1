/**
 * One line to be marked, used by the Streamlit page and by the client's plain page alike.
 *
 * It begins without a mark and shows no number and no tick: both pull answers towards them
 * (Matejka et al. 2016, CHI). Values are whole tenths, 0 at the low end and 100 at the high end,
 * also where the line runs from right to left.
 */

export const LONGEST = 100;
const MIDDLE = 50;
const STEP = 1;
const LEAP = 10;
/** A finger may wander this far [px] before it counts as drawing rather than as a tap or a scroll. */
const SLOP = 6;
/** Up to which tenth each of the position words holds; the words come from the page's language. */
const WORD_LIMITS = [0, 15, 35, 47, 52, 64, 84, 99, 100];

/** A value as the server reads it: points with one decimal. */
export function asPoints(tenths) {
  return `${Math.trunc(tenths / 10)}.${tenths % 10}`;
}

/** What a screen reader says of a mark: where it lies between the two ends, in words. */
export function positionWords(tenths, { low, high, words }) {
  if (tenths === null) return words.unmarked;
  const place = WORD_LIMITS.findIndex((limit) => tenths <= limit);
  return words.positions[place].replace("{low}", low).replace("{high}", high);
}

/** The value after a key, or undefined when the key is none of ours. The first arrow marks the middle. */
export function afterKey(tenths, { key, shiftKey }, rightToLeft) {
  if (key === "Home") return 0;
  if (key === "End") return LONGEST;
  const forward = rightToLeft ? "ArrowLeft" : "ArrowRight";
  const backward = rightToLeft ? "ArrowRight" : "ArrowLeft";
  const steps = { ArrowUp: 1, ArrowDown: -1, PageUp: 1, PageDown: -1, [forward]: 1, [backward]: -1 };
  if (!(key in steps)) return undefined;
  if (tenths === null) return MIDDLE;
  const size = shiftKey || key.startsWith("Page") ? LEAP : STEP;
  return within(tenths + steps[key] * size);
}

function within(tenths) {
  return Math.min(LONGEST, Math.max(0, tenths));
}

function part(name, parent) {
  const element = document.createElement("span");
  element.className = name;
  return parent.appendChild(element);
}

/**
 * Both ends in words, for the eye only: a reader hears them with the place of the mark.
 *
 * A face looks as if it could be pressed, so pressing it marks its end of the line: `onEnd(tenths)`.
 */
function drawEnds(slot, { low, high, faces = [] }, onEnd) {
  const ends = part("line-ends", slot);
  for (const [index, text] of [low, high].entries()) {
    const end = part("line-end", ends);
    if (faces[index]) {
      end.append(faces[index]);
      end.addEventListener("click", () => onEnd(index * LONGEST));
    }
    part("line-word", end).textContent = text;
  }
  ends.setAttribute("aria-hidden", "true");
}

/**
 * Draw a line into `slot`.
 *
 * `line` holds low, high, words {unmarked, positions, key_hint}, labelledBy, and for children `faces`, one drawing for each end;
 * `onMark(tenths)` is called after each change.
 * Returns {target, value, lock(), lengthPx()}; set `value` to restore a draft.
 */
export function mountLine(slot, line, onMark = () => {}) {
  const target = part("line-target", slot);
  const track = part("line-track", target);
  const mark = part("line-mark", track);
  drawEnds(slot, line, (end) => locked || put(end));
  const byKeys = part("key-hint", slot);
  byKeys.textContent = line.words.key_hint;
  byKeys.setAttribute("aria-hidden", "true");

  let tenths = null;
  let locked = false;
  const isRightToLeft = () => getComputedStyle(target).direction === "rtl";

  function show(next) {
    tenths = next;
    target.classList.toggle("is-marked", tenths !== null);
    mark.style.setProperty("inset-inline-start", `${tenths ?? MIDDLE}%`);
    target.setAttribute("aria-valuenow", asPoints(tenths ?? MIDDLE));
    target.setAttribute("aria-valuetext", positionWords(tenths, line));
  }

  function put(next) {
    show(next);
    onMark(tenths);
  }

  function under(event) {
    const { left, right, width } = track.getBoundingClientRect();
    const along = isRightToLeft() ? right - event.clientX : event.clientX - left;
    return within(Math.round((along / width) * LONGEST));
  }

  for (const [name, value] of Object.entries({
    role: "slider",
    tabindex: "0",
    "aria-valuemin": "0",
    "aria-valuemax": "10",
    "aria-orientation": "horizontal",
    "aria-labelledby": line.labelledBy,
  })) {
    target.setAttribute(name, value);
  }

  target.addEventListener("keydown", (event) => {
    if (locked || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = afterKey(tenths, event, isRightToLeft());
    if (next === undefined) return;
    event.preventDefault();
    put(next);
  });
  followPointer(target, {
    isLocked: () => locked,
    draw: (event) => show(under(event)),
    settle: (event) => put(under(event)),
    remember: () => tenths,
    restore: show,
  });
  show(null);

  return {
    target,
    get value() {
      return tenths;
    },
    set value(next) {
      show(next);
    },
    lock() {
      locked = true;
      target.setAttribute("aria-disabled", "true");
    },
    lengthPx: () => track.getBoundingClientRect().width,
  };
}

/** A finger marks when it lifts or moves along the line; a swipe up or down belongs to the page and never marks. */
function followPointer(target, { isLocked, draw, settle, remember, restore }) {
  let press = null;

  target.addEventListener("pointerdown", (event) => {
    if (isLocked() || !event.isPrimary || event.button !== 0) return;
    press = { id: event.pointerId, x: event.clientX, y: event.clientY, before: remember(), drawing: false };
    target.setPointerCapture(event.pointerId);
    if (event.pointerType === "mouse") startDrawing(event);
  });

  target.addEventListener("pointermove", (event) => {
    if (press?.id !== event.pointerId) return;
    const across = Math.abs(event.clientX - press.x);
    const down = Math.abs(event.clientY - press.y);
    if (press.drawing) draw(event);
    else if (across > SLOP && across >= down) startDrawing(event);
    else if (down > 2 * SLOP) giveUp();
  });

  target.addEventListener("pointerup", (event) => {
    if (press?.id !== event.pointerId) return;
    press = null;
    target.classList.remove("is-drawing");
    settle(event);
  });

  for (const name of ["pointercancel", "lostpointercapture"]) {
    target.addEventListener(name, (event) => press?.id === event.pointerId && giveUp());
  }

  function startDrawing(event) {
    press.drawing = true;
    target.classList.add("is-drawing");
    draw(event);
  }

  function giveUp() {
    const { before } = press;
    press = null;
    target.classList.remove("is-drawing");
    restore(before);
  }
}
