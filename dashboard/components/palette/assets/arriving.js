/**
 * Whoever goes to another page by keyboard, or hears it, begins there at its heading: what they pressed is gone.
 */

const WAIT_MS = 100;
const TRIES = 80; // the next page is drawn piece by piece
const HEADING = "[data-testid=stMain] h1";

/** What has the keyboard, also within a component; nothing when the page itself has it. */
export function focused() {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at === document.body ? null : at;
}

/** Leave for another page, and arrive there. */
export function arriveAfter(leave) {
  const [from, heading] = [location.href, document.querySelector(HEADING)];
  const old = { heading, said: heading?.textContent };
  leave();
  arrive(from, old, TRIES);
}

/** Let whoever listens hear the heading of the new page first, unless they have moved on themselves. */
function arrive(from, old, left) {
  const heading = document.querySelector(HEADING);
  // the address changes first, while the old page still stands there
  const isNew = heading && location.href !== from && (heading !== old.heading || heading.textContent !== old.said);
  if (isNew && !focused()) {
    heading.tabIndex = -1;
    heading.style.outline = "none"; // it is no place to type in: only where reading begins
    heading.focus({ preventScroll: true });
  } else if (left && !isNew) {
    setTimeout(() => arrive(from, old, left - 1), WAIT_MS);
  }
}
