/**
 * The palette of a page: a dialog to find a client or a page in, and keys that lead to pages.
 *
 * One listener for the whole document, whichever page is drawn; it does nothing while no palette is drawn, while
 * somebody types, while another dialog is open, and, for single keys, where somebody switched them off.
 */

import { arriveAfter, focused } from "./arriving.js";
import { wasTakenAway, watchFields } from "./fields.js";
import { openFinder } from "./finder.js";
import { openKeys } from "./keys.js";
import { watchLinks } from "./links.js";
import { watchParts } from "./motion.js";
import { watchWords } from "./unsaved.js";

const SECOND_KEY_MS = 5000; // to type the letter behind the g, also with one finger
const FIELDS = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable=''], [contenteditable=true]";
const WIDGETS = "[role=textbox], [role=searchbox], [role=combobox], [role=listbox], [role=slider], [role=spinbutton], [role=menu]";

const here = { data: null, root: null, choose: null, open: null, begun: 0 };
let listens = false;

export default function palette({ data, parentElement, setTriggerValue }) {
  Object.assign(here, { data, root: parentElement, choose: (where) => setTriggerValue("chosen", where) });
  if (!listens) {
    listens = true;
    document.documentElement.dataset.palette = "listens";
    watchFields();
    watchLinks();
    watchWords();
    watchParts();
    addEventListener("keydown", pressed, true);
    addEventListener("click", (event) => event.target.closest?.("[data-find-palette]") && isDrawn() && find());
  }
  return () => {
    if (here.root === parentElement) leave();
  };
}

const isDrawn = () => Boolean(here.root?.isConnected);
const isOpen = () => Boolean(here.open?.open); // a key may come before the browser says that a dialog has closed

function leave() {
  here.open?.close();
  here.root = null;
}

function pressed(event) {
  if (!isDrawn() || isOpen() || event.isComposing || event.repeat) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : "";
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && key === "k") {
    taken(event, find);
  } else if (here.data.keys && key && !event.ctrlKey && !event.metaKey && !event.altKey && !isBusy(event)) {
    single(event, key);
  }
}

function single(event, key) {
  const isSecond = event.timeStamp - here.begun < SECOND_KEY_MS;
  here.begun = 0;
  const page = isSecond && here.data.pages.find((one) => one.key === key);
  if (page) taken(event, () => go({ page: page.page }));
  else if (key === "?") taken(event, keys);
  else if (key === "/") taken(event, find);
  else if (key === "n" && canRate()) taken(event, () => go({ page: here.data.rate, episode: episode() }));
  else if (key === "g") taken(event, () => (here.begun = event.timeStamp));
}

/** Nothing else hears a key that did something here. */
function taken(event, deed) {
  event.preventDefault();
  event.stopImmediatePropagation();
  deed();
}

/** Whether the keyboard is somebody else's: a field is typed in, or a dialog of the page is open. */
function isBusy(event) {
  const at = event.composedPath()[0];
  return wasTakenAway(event) || Boolean(at.closest?.(`${FIELDS}, ${WIDGETS}`) || document.querySelector("[role=dialog], dialog[open]"));
}

const episode = () => new URLSearchParams(location.search).get("episode") ?? "";
const canRate = () => here.data.rate && episode() && here.data.client_pages.includes(location.pathname.slice(1));

function find() {
  shown((done) => openFinder(here.root, here.data, done));
}

function keys() {
  shown((done) => openKeys(here.root, here.data, done));
}

/** Show a dialog, and give the keyboard back to where it was; after a choice, to what the choice leads to. */
function shown(open) {
  if (isOpen()) return;
  const before = focused();
  const mine = open((where) => {
    if (here.open === mine) here.open = null;
    if (where) go(where);
    else if (!isOpen() && before?.isConnected) before.focus();
  });
  here.open = mine;
}

function go(where) {
  arriveAfter(() => here.choose(where));
}
