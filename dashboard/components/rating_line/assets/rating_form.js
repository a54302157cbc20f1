/**
 * A whole scale as a form: one line, list of answers or row of faces per item, and a button that sends when all are
 * marked. Marks are kept in this browser at once, so that a lost connection or a reload loses none.
 */

import { showPanel, showUnreadCrisis } from "./calm_panel.js";
import { applyReading, newKey, pxPerCm } from "./kept_here.js";
import { asPoints, mountLine } from "./rating_line.js";

export { showPanel, showUnreadCrisis } from "./calm_panel.js";
export { applyReading, draftNames, draftOf, forgetReading, newKey, readFor } from "./kept_here.js";

const LINE_CM = 10;
const SKIP_REASONS = ["did_not_want", "no_time", "other"];
/** From so many items on the page is longer than a screen, and says how far it is. */
const LONG = 5;
let formsDrawn = 0;

function add(parent, tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return parent.appendChild(element);
}

function addButton(parent, className, text, onPress) {
  const button = add(parent, "button", className, text);
  button.type = "button";
  button.addEventListener("click", onPress);
  return button;
}

const gently = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth");

/** Voices and the order of marks follow the language of a text. */
function inLanguage(element, { language, direction }) {
  element.lang = language;
  element.dir = direction;
}

const kindOf = ({ faces, choices }) => (faces ? "faces" : choices?.length ? "choices" : "line");

/** How each kind of item is drawn. */
const DRAW = {
  line: (slot, item, onMark, { LINE_ENDS, drawFace }) => mountLine(slot, { ...item, faces: LINE_ENDS?.map(drawFace) }, onMark),
  choices: (slot, item, onMark, { mountChoices }) => mountChoices(slot, item, onMark),
  faces: (slot, item, onMark, { mountFaces, drawFace }) => mountFaces(slot, item, drawFace, onMark),
};

/** What lines alone do not need, fetched only for a form that does. */
async function partsFor({ items, child }, form) {
  const hasFaces = child || items.some(({ faces }) => faces);
  const hasChoices = items.some((item) => kindOf(item) !== "line");
  if (!hasFaces && !hasChoices) return {};
  const parts = await Promise.all([
    hasFaces ? import("./faces.js") : {},
    hasChoices ? import("./choice_list.js") : {},
    loadStyle(form, new URL("./rating_choices.css", import.meta.url)),
  ]);
  return Object.assign({}, ...parts);
}

function loadStyle(form, href) {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  return new Promise((resolve) => {
    link.onload = link.onerror = resolve; // without its style the form is plainer, and works
    form.before(link);
  });
}

function mountItem(list, item, { words, child }, parts, id, onMark) {
  const kind = kindOf(item);
  const row = add(list, "div", `item item-${kind}`);
  const prompt = add(row, "p", "prompt", item.prompt);
  prompt.id = id;
  const slot = add(row, "div", child && kind === "line" ? "slot slot-child" : "slot");
  if (item.other_language) for (const part of [prompt, slot]) inLanguage(part, item.other_language);
  const hint = add(kind === "line" ? slot : row, "p", "hint", kind === "line" ? words.mark_hint : words.choose_hint);
  Object.assign(hint, { id: `${id}-hint`, hidden: true });
  const onChange = (value, byPress = false) => {
    point(false);
    onMark(byPress);
  };
  const answer = DRAW[kind](slot, { ...item, labelledBy: id, words }, onChange, parts);

  function point(on) {
    hint.hidden = !on;
    row.classList.toggle("is-waiting", on);
    if (on) answer.target.setAttribute("aria-describedby", hint.id);
    else answer.target.removeAttribute("aria-describedby");
  }

  return { id: item.id, item, kind, row, prompt, answer, point };
}

/**
 * Draw the form into `root`.
 *
 * `content` is as the server describes the scale; `draft` as from draftOf. `onSend(filled)` gets {answers,
 * idempotency_key, line_length_px, calibrated} or {skipped, idempotency_key}.
 * It is called at once, also while the crisis text is shown on `stage`; `onCrisis(filled)` tells that it is, and
 * `crisisRead()` resolves when there is nothing (more) to read. Returns {form, filled, lock, isComplete, crisisRead}.
 */
export async function mountForm(root, content, { draft, onSend, onCrisis = () => {}, stage = document.body }) {
  const { items, words, language, direction, child, crisis } = content;
  const kept = draft.read();
  const key = kept.idempotency_key ?? newKey();
  const px = pxPerCm();
  const number = (formsDrawn += 1);
  const scope = root.getRootNode() === document ? document.documentElement : root;
  applyReading(scope);

  const form = add(root, "form", child ? "mendline-form is-child" : "mendline-form");
  const parts = await partsFor(content, form);
  Object.assign(form, { noValidate: true, lang: language ?? "", dir: direction ?? "" });
  if (px) form.style.setProperty("--line-length", `${px * LINE_CM}px`);
  const list = add(form, "div", "items");
  const rows = items.map((item, index) =>
    mountItem(list, item, content, parts, `item-${number}-${index}`, (byPress) => remember(index, byPress)),
  );
  const foot = add(form, "div", items.length > LONG ? "foot is-long" : "foot");
  if (items.length > LONG) add(foot, "div", "progress").setAttribute("aria-hidden", "true");
  const send = add(foot, "button", "send", words.send);
  send.type = "submit";
  const still = add(foot, "p", "still");
  still.setAttribute("role", "status");
  const skip = content.skip === false ? null : addButton(foot, "quiet skip", words.skip, offerSkipping);
  const help = import("./reading_help.js").then(
    ({ mountReadingHelp }) => mountReadingHelp({ form, foot, rows, words, language, scope }),
    () => null, // the server is away: the form works without
  );

  for (const { id, answer } of rows) answer.value = kept.answers?.[id] ?? null;
  showProgress();
  let reading = showUnreadCrisis(stage, draft);

  function missing() {
    return rows.filter(({ answer }) => answer.value === null);
  }

  function marked() {
    return Object.fromEntries(rows.filter((row) => !missing().includes(row)).map(({ id, answer }) => [id, answer.value]));
  }

  function keep(more = {}) {
    draft.write({ ...draft.read(), answers: marked(), idempotency_key: key, kept_at: Date.now(), ...more });
  }

  function remember(index, byPress) {
    keep();
    showProgress();
    if (byPress) rows[index + 1]?.row.scrollIntoView({ block: "nearest", behavior: gently() });
  }

  function showProgress() {
    send.classList.toggle("is-ready", isComplete());
    foot.style.setProperty("--done", 1 - missing().length / rows.length);
    if (isComplete()) still.textContent = "";
  }

  function isComplete() {
    return missing().length === 0;
  }

  function lengthPx() {
    const length = rows[0].answer.lengthPx();
    return length === null ? null : Math.round(length * 10) / 10;
  }

  function filled() {
    const length = lengthPx();
    const isEnlarged = Math.abs((globalThis.visualViewport?.scale ?? 1) - 1) > 0.01;
    const calibrated = px !== null && length !== null && !isEnlarged && Math.abs(length - px * LINE_CM) < 1;
    const answers = Object.fromEntries(Object.entries(marked()).map(([id, tenths]) => [id, asPoints(tenths)]));
    return { answers, idempotency_key: key, line_length_px: length, calibrated };
  }

  function pointAtMissing() {
    for (const row of missing()) row.point(true);
    still.textContent = words.still_waiting;
    const [{ row, answer }] = missing();
    row.scrollIntoView({ block: "nearest", behavior: gently() });
    answer.target.focus({ preventScroll: true });
  }

  function lock() {
    send.disabled = true;
    if (skip) skip.disabled = true;
    for (const { answer } of rows) answer.lock();
    help.then((tools) => tools?.stop());
  }

  function isRisk() {
    return rows.some(({ item, answer }) => {
      if (!crisis?.items.includes(item.id)) return false;
      return answer.value > Math.min(...item.choices.map(({ score }) => Math.round(score * 10)));
    });
  }

  function hand(answered, more = {}) {
    lock();
    keep({ ...more, pending: answered });
    onSend(answered);
  }

  function handAndTellCrisis() {
    const said = { language, direction, title: crisis.title, text: crisis.text, go_on: words.crisis_go_on };
    hand(filled(), { crisis: true, crisis_words: said });
    reading = showUnreadCrisis(stage, draft);
    onCrisis(filled());
  }

  async function offerSkipping() {
    help.then((tools) => tools?.stop());
    const ways = SKIP_REASONS.map((value) => ({ value, text: words[`skip_${value}`] }));
    ways.push({ value: "", text: words.skip_back, quiet: true });
    const skipped = await showPanel(stage, { language, direction, title: words.skip_title, ways });
    if (skipped && !send.disabled) hand({ skipped, idempotency_key: key });
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (send.disabled) return;
    if (!isComplete()) pointAtMissing();
    else if (isRisk()) handAndTellCrisis();
    else hand(filled());
  });

  return { form, filled, lock, isComplete, crisisRead: () => reading };
}
