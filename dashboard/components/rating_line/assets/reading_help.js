/**
 * What helps with reading: hearing each prompt, larger text, stronger contrast. One quiet button beside the others opens it.
 *
 * Only voices of this device read aloud: others would send the words to somebody's server.
 */

import { TEXT_SIZES, applyReading, readingWish } from "./kept_here.js";

function addButton(parent, className, onPress) {
  const button = parent.appendChild(document.createElement("button"));
  Object.assign(button, { type: "button", className });
  button.addEventListener("click", onPress);
  return button;
}

/** A voice of this device for that language, or undefined. Chinese in simplified writing is the mainland's first. */
function voiceFor(language) {
  const spoken = language.toLowerCase();
  const wanted = spoken === "zh-hans" ? ["zh-cn", "zh"] : [spoken, spoken.split("-")[0]];
  const voices = (globalThis.speechSynthesis?.getVoices() ?? []).filter(({ localService }) => localService);
  const named = (voice) => voice.lang.toLowerCase().replace("_", "-");
  const fits = wanted.map((start) => voices.find((voice) => named(voice) === start || named(voice).startsWith(`${start}-`)));
  return fits.find(Boolean);
}

/** What is read of a row: the prompt, then the ends of its line or its answers. */
function spokenOf({ prompt, low, high, choices = [], faces = [] }) {
  return [prompt, low, high, ...choices.map(({ text }) => text), ...faces.map(({ text }) => text)].filter(Boolean).join(". ");
}

/** One row after the other, the one being read marked; `onChange(row)` tells which, null at the end. */
function reader(language, onChange) {
  let turn = 0;

  function stop() {
    turn += 1;
    globalThis.speechSynthesis?.cancel();
    onChange(null);
  }

  function read(rows) {
    stop();
    next(rows, turn);
  }

  function next([row, ...others], mine) {
    if (mine !== turn) return;
    if (!row?.row.isConnected) return onChange(null);
    const words = new SpeechSynthesisUtterance(spokenOf(row.item));
    const voice = voiceFor(language);
    Object.assign(words, { voice, lang: voice?.lang ?? language, rate: 0.95 });
    words.onend = words.onerror = () => next(others, mine);
    onChange(row);
    speechSynthesis.speak(words);
  }

  return { read, stop };
}

/** Draw the button into `foot`, and a small one beside each prompt where there is a voice. Returns {stop()}. */
export function mountReadingHelp({ form, foot, rows, words, language, scope }) {
  let nowRead = null;
  const spoken = rows[0].item.other_language?.language ?? language;
  const voice = reader(spoken, show);
  const help = foot.appendChild(document.createElement("div"));
  help.className = "help";
  const opener = addButton(help, "quiet opener", () => (nowRead ? voice.stop() : open(sheet.hidden)));
  opener.append(Object.assign(document.createElement("span"), { className: "opener-words" }));
  const sheet = help.appendChild(document.createElement("div"));
  Object.assign(sheet, { className: "help-sheet", hidden: true, id: `${rows[0].prompt.id}-help` });
  sheet.setAttribute("role", "group");
  sheet.setAttribute("aria-label", words.tools);
  opener.setAttribute("aria-controls", sheet.id);
  const aloud = tool("aloud", words.read_aloud, () => {
    open(false);
    opener.focus();
    voice.read(rows);
  });
  const larger = tool("larger", words.larger_text, () => resize(1));
  const smaller = tool("smaller", words.smaller_text, () => resize(-1));
  const contrast = tool("contrast", words.high_contrast, () => {
    applyReading(scope, { strong: !readingWish().strong });
    showWish();
  });
  const speakers = rows.map((row) => {
    const speaker = addButton(row.row, "speak", () => (nowRead === row ? voice.stop() : voice.read([row])));
    row.prompt.after(speaker);
    return speaker;
  });

  function tool(className, text, onPress) {
    const button = addButton(sheet, `tool ${className}`, onPress);
    button.textContent = text;
    return button;
  }

  function open(isOpen) {
    sheet.hidden = !isOpen;
    opener.setAttribute("aria-expanded", isOpen);
  }

  function resize(by) {
    const size = readingWish().size + by;
    if (size >= 0 && size < TEXT_SIZES) applyReading(scope, { size });
    showWish();
  }

  function showWish() {
    const { size, strong } = readingWish();
    larger.setAttribute("aria-disabled", size === TEXT_SIZES - 1);
    smaller.setAttribute("aria-disabled", size === 0);
    contrast.setAttribute("aria-pressed", strong);
  }

  function show(row) {
    nowRead = row;
    for (const [index, { row: place, item }] of rows.entries()) {
      const isRead = rows[index] === row;
      place.classList.toggle("is-read", isRead);
      const name = isRead ? words.stop_reading : words.read_aloud_of.replace("{prompt}", item.prompt);
      speakers[index].setAttribute("aria-label", name);
    }
    opener.firstChild.textContent = row ? words.stop_reading : words.tools;
    help.classList.toggle("is-reading", row !== null);
    row?.row.scrollIntoView({ block: "nearest" });
  }

  function showVoice() {
    const hasVoice = Boolean(voiceFor(spoken));
    form.classList.toggle("has-voice", hasVoice);
    for (const button of [aloud, ...speakers]) button.hidden = !hasVoice;
  }

  help.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || sheet.hidden) return;
    open(false);
    opener.focus();
  });
  form.getRootNode().addEventListener("pointerdown", ({ target }) => help.contains(target) || open(false));
  help.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !help.contains(relatedTarget) && open(false));
  globalThis.speechSynthesis?.addEventListener?.("voiceschanged", showVoice);
  addEventListener("pagehide", voice.stop);
  open(false);
  showWish();
  showVoice();
  show(null);
  return { stop: voice.stop };
}
