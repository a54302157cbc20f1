/**
 * A field is left before what is pressed next hears of it.
 *
 * Streamlit sends what was typed when a field is left. A tap lifts, leaves the field and presses in one breath: the press
 * would be sent first, or overtake the words on the server; a link would lead nowhere, or the last words would be lost.
 * So a field is left when the finger comes down, and what is pressed waits until the page has heard the words.
 *
 * A page that has lost its connection switches its fields off, also the one under somebody's hands, which then hears no
 * key any more. What is typed next is meant for that field: it goes on there as soon as it can, and is never a command.
 */

const FIELD = "textarea, input:not([type=checkbox], [type=radio], [role=combobox], [role=spinbutton])";
const WIDGET = "[data-testid=stTextArea], [data-testid=stTextInput], [data-testid=stNumberInput]";
const PRESSED = "a[href], button";
const APP = "[data-testid=stApp]";
const STATE = "data-test-script-state";
const FORM = "[data-testid=stForm]"; // has every letter as it is typed, and its own button sends them all
const BREATH_MS = 80;
const HEARD_MS = 1000; // until a run that was asked for shows, also while the machine is busy
const LONGEST_MS = 3000;

let typedIn = null;
let leftAt = -LONGEST_MS;
let isHeard = false; // whether the page has begun to run since the field was left
const hears = new MutationObserver(() => (isHeard ||= runs()));
let held = null;

export function watchFields() {
  const already = document.activeElement; // somebody may type before this is loaded
  if (already?.matches(FIELD)) [typedIn, held] = [{ field: already, text: null }, already];
  addEventListener("focusin", ({ target }) => (typedIn = target.matches?.(FIELD) ? { field: target, text: target.value } : null));
  addEventListener("focusin", ({ target }) => (held = target.matches?.(FIELD) ? target : null));
  addEventListener("focusout", ({ target }) => (held = target.disabled ? held : null));
  addEventListener("pointerdown", () => (held = null), true);
  addEventListener("pointerdown", leave, true);
  addEventListener("click", wait, true);
}

/** Whether a key was meant for a field that was switched off while somebody typed in it; gives the keyboard back to it. */
export function wasTakenAway({ target }) {
  if (target !== document.body || !held?.isConnected) return false;
  if (!held.disabled) held.focus();
  return true;
}

function leave({ target, timeStamp }) {
  const field = document.activeElement;
  if (!field?.matches(FIELD) || !target.closest?.(PRESSED) || field.closest(WIDGET)?.contains(target)) return;
  if (field.closest(FORM)?.contains(target)) return;
  const isChanged = typedIn?.field === field && typedIn.text !== field.value;
  if (isChanged) {
    leftAt = timeStamp;
    isHeard = Boolean(field.closest(FORM));
    hears.observe(document.querySelector(APP), { attributeFilter: [STATE] });
  }
  field.blur();
}

const runs = () => document.querySelector(APP)?.getAttribute(STATE) === "running";

function wait(event) {
  const pressed = event.target.closest?.(PRESSED);
  const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!pressed || !event.isTrusted || !isPlain || event.timeStamp - leftAt >= LONGEST_MS) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const begun = performance.now();
  leftAt = -LONGEST_MS;
  setTimeout(function look() {
    const passed = performance.now() - begun;
    const meant = pressed.isConnected ? pressed : twinOf(pressed);
    const isYetToCome = runs() || !meant || (!isHeard && passed < HEARD_MS);
    if (passed < LONGEST_MS && isYetToCome) return setTimeout(look, BREATH_MS / 4);
    hears.disconnect();
    meant?.click();
  }, BREATH_MS);
}

/** The same link or button after the page was drawn anew: many say "Send", and each has a place of its own. */
function twinOf(gone) {
  const told = (one) => [one.textContent, one.getAttribute("href"), placeOf(one)].join("\n");
  return [...document.querySelectorAll(PRESSED)].find((one) => told(one) === told(gone));
}

const placeOf = (one) => one.closest("[class*=st-key-]")?.className.match(/st-key-\S+/)[0];
