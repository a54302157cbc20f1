/**
 * What this browser keeps: marks that are not stored yet, the measure of its screen, and how its reader likes to read.
 *
 * Where a browser allows no storage, all of it lives as long as the page.
 */

const PREFIX = "mendline.";
const DRAFT = "draft.";
const MEASURE = "px-per-cm";
const READING = "reading";
/** No screen has fewer or more [CSS px per cm]; a value outside was not measured but damaged. */
const COARSEST = 15;
const FINEST = 200;
export const TEXT_SIZES = 3;
const unstored = new Map();
let reading = READING;

function read(name) {
  if (unstored.has(name)) return unstored.get(name);
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name)) ?? {};
  } catch {
    return {};
  }
}

function write(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
    unstored.delete(name);
  } catch {
    unstored.set(name, value);
  }
}

function forget(name) {
  unstored.delete(name);
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // Nothing was kept.
  }
}

/** Marks that were made but not yet stored. With `keepCrisis`, wiping leaves the crisis text that was not read yet. */
export function draftOf(name) {
  const key = DRAFT + name;
  return {
    read: () => read(key),
    write: (draft) => write(key, draft),
    wipe({ keepCrisis = false } = {}) {
      const { crisis, crisis_words: words, kept_at: keptAt } = read(key);
      if (keepCrisis && crisis) write(key, { crisis, crisis_words: words, kept_at: keptAt });
      else forget(key);
    },
  };
}

/** Names of all drafts in this browser. */
export function draftNames() {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX + DRAFT))
      .map((key) => key.slice((PREFIX + DRAFT).length));
  } catch {
    return [];
  }
}

/** A key that says "this is the same confirmation as before", also on pages without https. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Which screen this is, in which zoom: another one has other pixels. Turning a tablet changes nothing. */
function thisScreen() {
  const [short, long] = [screen.width, screen.height].sort((one, other) => one - other);
  return { ratio: Math.round(devicePixelRatio * 1000) / 1000, short, long };
}

/** Keep the CSS pixels per centimetre of this screen, in this zoom. */
export function keepMeasure(pxPerCm) {
  write(MEASURE, { px_per_cm: pxPerCm, ...thisScreen() });
}

export function forgetMeasure() {
  forget(MEASURE);
}

/** CSS pixels per centimetre, measured once with a bank card; null where it never was, or on another screen or zoom. */
export function pxPerCm() {
  const kept = read(MEASURE);
  const isThisScreen = Object.entries(thisScreen()).every(([name, value]) => kept[name] === value);
  return isThisScreen && kept.px_per_cm >= COARSEST && kept.px_per_cm <= FINEST ? kept.px_per_cm : null;
}

/** From now on what the reader likes belongs to one form: on a tablet that goes round, the next one begins as usual. */
export function readFor(form) {
  reading = `${READING}.${form}`;
  try {
    const others = Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}${READING}.`));
    for (const key of others) if (key !== PREFIX + reading) localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

export function forgetReading() {
  forget(reading);
}

/** How large and how strong the reader likes the text: {size: 0 to 2, strong}. */
export function readingWish() {
  const { size, strong } = read(reading);
  return { size: [1, 2].includes(size) ? size : 0, strong: strong === true };
}

/** Show everything in `scope` that way; `changed` is kept. */
export function applyReading(scope, changed = null) {
  const wish = { ...readingWish(), ...changed };
  if (changed) write(reading, wish);
  scope.dataset.textSize = wish.size;
  scope.dataset.contrast = wish.strong ? "strong" : "usual";
}
