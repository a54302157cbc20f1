/**
 * A whole scale as a form: one line or list of answers per item, and a button that sends when all are marked.
 *
 * `mountForm` serves the client's plain page, the default export serves Streamlit. Marks are kept in this browser at once,
 * so that a lost connection or a reload loses none.
 */

import { asPoints, mountLine } from "./rating_line.js";

const DRAFT_PREFIX = "mendline.draft.";
const PX_PER_CM = "mendline.px-per-cm";
const LINE_CM = 10;
let formsDrawn = 0;

/** Marks that were made but not yet stored. Also works, without memory, where the browser allows none. */
export function draftOf(name) {
  const key = DRAFT_PREFIX + name;
  return {
    read() {
      try {
        return JSON.parse(localStorage.getItem(key)) ?? {};
      } catch {
        return {};
      }
    },
    write(draft) {
      try {
        localStorage.setItem(key, JSON.stringify(draft));
      } catch {
        // No storage in this browser: the marks live as long as the page.
      }
    },
    wipe() {
      try {
        localStorage.removeItem(key);
      } catch {
        // Nothing was kept.
      }
    },
  };
}

/** Names of all drafts in this browser. */
export function draftNames() {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(DRAFT_PREFIX))
      .map((key) => key.slice(DRAFT_PREFIX.length));
  } catch {
    return [];
  }
}

/** A key that says "this is the same confirmation as before", also on pages without https. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** CSS pixels per centimetre of this screen, measured once with a bank card; null where it never was. */
function pxPerCm() {
  try {
    return Number(localStorage.getItem(PX_PER_CM)) || null;
  } catch {
    return null;
  }
}

function add(parent, tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return parent.appendChild(element);
}

/** Voices and the order of marks follow the language of a text. */
function inLanguage(element, { language, direction }) {
  element.lang = language;
  element.dir = direction;
}

async function mountItem(list, item, words, id, onMark) {
  const row = add(list, "div", item.choices.length ? "item item-choices" : "item");
  const prompt = add(row, "p", "prompt", item.prompt);
  prompt.id = id;
  const slot = add(row, "div", "slot");
  if (item.other_language) for (const part of [prompt, slot]) inLanguage(part, item.other_language);
  const hint = add(item.choices.length ? row : slot, "p", "hint", item.choices.length ? words.choose_hint : words.mark_hint);
  hint.id = `${id}-hint`;
  hint.hidden = true;
  const onChange = (tenths) => {
    point(false);
    onMark(tenths);
  };
  const face = item.choices.length
    ? (await import("./choice_list.js")).mountChoices(slot, { ...item, labelledBy: id }, onChange)
    : mountLine(slot, { ...item, labelledBy: id, words }, onChange);

  function point(on) {
    hint.hidden = !on;
    row.classList.toggle("is-waiting", on);
    if (on) face.target.setAttribute("aria-describedby", hint.id);
    else face.target.removeAttribute("aria-describedby");
  }

  return { id: item.id, row, face, point };
}

/**
 * Draw the form into `root`.
 *
 * `content` is {items, words} as the server describes the scale; `draft` as from draftOf; `onSend(filled)` gets
 * {answers, idempotency_key, line_length_px, calibrated}. Returns {items, filled(), lock(), isComplete()}.
 */
export async function mountForm(root, content, { draft, onSend }) {
  const { items, words } = content;
  const form = add(root, "form", "mendline-form");
  form.noValidate = true;
  const list = add(form, "div", "items");
  const number = (formsDrawn += 1);
  const px = pxPerCm();
  if (px) list.style.setProperty("--line-length", `${px * LINE_CM}px`);
  const kept = draft.read();
  const key = kept.idempotency_key ?? newKey();
  const rows = [];
  for (const [index, item] of items.entries()) {
    rows.push(await mountItem(list, item, words, `item-${number}-${index}`, remember));
  }
  const foot = add(form, "div", "foot");
  const still = add(foot, "p", "still");
  still.setAttribute("role", "status");
  const send = add(foot, "button", "send", words.send);
  send.type = "submit";

  for (const row of rows) row.face.value = kept.answers?.[row.id] ?? null;
  showProgress();

  function marked() {
    return Object.fromEntries(rows.filter(({ face }) => face.value !== null).map(({ id, face }) => [id, face.value]));
  }

  function remember() {
    draft.write({ answers: marked(), idempotency_key: key, kept_at: Date.now() });
    showProgress();
  }

  function showProgress() {
    send.classList.toggle("is-ready", isComplete());
    if (isComplete()) still.textContent = "";
  }

  function isComplete() {
    return rows.every(({ face }) => face.value !== null);
  }

  function lengthPx() {
    const lengths = rows.map(({ face }) => face.lengthPx()).filter((length) => length !== null);
    return lengths.length ? Math.round(lengths[0] * 10) / 10 : null;
  }

  function filled() {
    const answers = Object.fromEntries(Object.entries(marked()).map(([id, tenths]) => [id, asPoints(tenths)]));
    const length = lengthPx();
    const calibrated = px !== null && length !== null && Math.abs(length - px * LINE_CM) < 1;
    return { answers, idempotency_key: key, line_length_px: length, calibrated };
  }

  function pointAtMissing() {
    const missing = rows.filter(({ face }) => face.value === null);
    for (const row of missing) row.point(true);
    still.textContent = words.still_waiting;
    missing[0].row.scrollIntoView({ block: "nearest" });
    missing[0].face.target.focus({ preventScroll: true });
  }

  function lock() {
    send.disabled = true;
    for (const { face } of rows) face.lock();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (send.disabled) return;
    if (!isComplete()) return pointAtMissing();
    lock();
    draft.write({ ...draft.read(), answers: marked(), idempotency_key: key, kept_at: Date.now(), pending: filled() });
    onSend(filled());
  });

  return { form, filled, lock, isComplete };
}

/** The same form inside Streamlit. Python reads `sent` once and answers with `stored`, which wipes the draft. */
export default function streamlitForm({ data, parentElement, setStateValue }) {
  const { content, draft: name, stored } = data;
  const draft = draftOf(name);
  const shown = parentElement.querySelector(".mendline-room");
  if (stored) {
    draft.wipe();
    shown?.remove();
    return;
  }
  if (shown?.dataset.form === name) return;
  shown?.remove();
  const room = add(parentElement, "div", "mendline-room");
  room.dataset.form = name;
  room.dir = content.direction;
  const send = (filled) => setStateValue("sent", filled);
  const { pending } = draft.read();
  mountForm(room, content, { draft, onSend: send }).then(({ lock }) => {
    if (!pending) return;
    lock();
    send(pending);
  });
}
