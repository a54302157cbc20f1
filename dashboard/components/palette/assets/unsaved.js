/**
 * A page with words that are not saved asks before it is loaded anew, closed, or turned into the client's form.
 *
 * The words are put into no storage of the browser: that lies on the disk of a machine which others use too. A session
 * that ends covers the page and leaves without a question (idle.js), and so does whoever signs out.
 */

const WAITING = "[data-words-wait]"; // on the server: a draft of any page
const KEPT_THERE = "[class*=st-key-draft-], [class*=st-key-words-]"; // once left: a draft, or kept as it is
const PRESSED = "[data-testid=stButton] button, [data-testid=stFormSubmitButton] button, form button";

const begunWith = new Map();

export function watchWords() {
  if (document.activeElement?.matches("textarea")) begunWith.set(document.activeElement, ""); // what is in it may be new
  addEventListener("focusin", (event) => begin(event.composedPath()[0]));
  addEventListener("click", ({ target }) => target.closest?.(PRESSED) && begunWith.clear());
  addEventListener("submit", () => (document.documentElement.dataset.leaves = "1"));
  addEventListener("beforeunload", ask);
}

function begin(field) {
  if (field?.matches?.("textarea") && (!begunWith.has(field) || field.closest(KEPT_THERE))) begunWith.set(field, field.value);
}

function ask(event) {
  if (document.documentElement.dataset.leaves || !(document.querySelector(WAITING) || [...begunWith].some(isTyped))) return;
  event.preventDefault();
  event.returnValue = true; // for older browsers
}

function isTyped([field, before]) {
  const isOpen = field.isConnected && field.value && field.value !== before;
  return isOpen && (document.activeElement === field || !field.closest(KEPT_THERE));
}
