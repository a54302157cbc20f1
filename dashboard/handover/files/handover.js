/**
 * The client's screen: one scale after the other, each sent once, then a thank-you.
 *
 * Marks live in this tablet until the server has confirmed them. Nothing else of the clinic can be reached from here; what
 * keeps the client in is the server, the trap for the Back button only saves an accidental press.
 */

import { sayInstead, speak, word } from "./around.js";
import { keepTrying } from "./outbox.js";
import { applyReading, draftNames, draftOf, forgetReading, mountForm, readFor, showPanel, showUnreadCrisis } from "./rating_form.js";

const FORGET_AFTER_MS = 2 * 60 * 60 * 1000;
const FORMS = "mendline-forms";

const screen = document.getElementById("screen");
const token = location.pathname.split("/").pop();
const parts = JSON.parse(screen.dataset.content);
const isTablet = screen.dataset.way === "tablet";
const waiting = new Map();
let leaving = false;
let holder = null;
/** Whether the person who holds the tablet answered any of their parts. */
let hasAnswered = false;

function show(name) {
  const isPutAway = screen.dataset.state === "idle" && ["form", "turn"].includes(name);
  if (isPutAway) screen.dataset.behind = name;
  else bring(name);
}

function bring(name) {
  for (const part of screen.querySelectorAll(":scope > section")) part.hidden = part.id !== name;
  screen.dataset.state = name === "form" ? "open" : name;
  document.getElementById(name).querySelector("h1").focus({ preventScroll: true });
  scrollTo(0, 0);
}

function say(name) {
  document.getElementById("notice").textContent = name ? word(name) : "";
}

function draftOfPart(place, ofToken = token) {
  return draftOf(`${ofToken}.${place}`);
}

/** Send what one part holds until the server has it, or will never take it. */
async function send(place, filled) {
  const outcome = await keepTrying(token, { ...filled, place });
  waiting.delete(place);
  if (outcome === "closed") leaving = true;
  draftOfPart(place).wipe({ keepCrisis: true });
}

/** Ask one part of whoever's turn it is; resolves with whether they were shown the crisis text. */
async function askPart(part) {
  const draft = draftOfPart(part.place);
  const { pending } = draft.read();
  if (part.person !== holder) hasAnswered = part.begun;
  if (pending) {
    hasAnswered ||= !pending.skipped;
    waiting.set(part.place, send(part.place, pending));
    return false;
  }
  speak(part.form.language);
  if (part.turn && part.person !== holder) await takeTurn(part.turn);
  holder = part.person;
  return fillIn(part, draft);
}

/** What somebody who may be in danger was to read and has not yet, also after a reload; whether there was any. */
async function showUnread() {
  let wasShown = false;
  for (const name of ownDrafts()) wasShown = (await showUnreadCrisis(document.body, draftOf(name))) || wasShown;
  return wasShown;
}

/** Wait until the person whose turn it is has the tablet; how the one before liked to read is forgotten. */
function takeTurn({ title, text, begin }) {
  if (isTablet && holder !== null) forgetReading();
  applyReading(document.documentElement);
  document.getElementById("turn-title").textContent = title;
  document.getElementById("turn-text").textContent = text;
  const button = document.getElementById("turn-begin");
  button.textContent = begin;
  show("turn");
  return new Promise((resolve) => button.addEventListener("click", resolve, { once: true }));
}

function fillIn(part, draft) {
  const root = document.getElementById("rating");
  root.replaceChildren();
  for (const [id, text] of [["step", part.step], ["ask", part.ask], ["how", part.how], ["small-print", part.small_print]]) {
    document.getElementById(id).textContent = text;
  }
  Object.assign(document.getElementById("ask"), { lang: part.ask_language, dir: part.ask_direction });
  if (screen.dataset.state !== "open") show("form");
  tellConnection();
  return new Promise((resolve) => {
    let isInDanger = false;
    const onCrisis = () => (isInDanger = true);
    const onSend = async (filled) => {
      say("sending");
      hasAnswered ||= !filled.skipped;
      const sending = send(part.place, filled);
      waiting.set(part.place, sending);
      await Promise.race([sending, soon()]);
      await (await form).crisisRead();
      resolve(isInDanger);
    };
    const form = mountForm(root, part.form, { draft, onSend, onCrisis });
    form.then(() => (screen.dataset.ready = ""));
  });
}

/** How long a client looks at "sending" before the next scale, or the word that all is safe on this device. */
function soon() {
  return new Promise((resolve) => setTimeout(resolve, 1500));
}

/** Whoever just said that they may be in danger need not go on with questions; the others stay open. */
async function offerToStop(left) {
  if (left.every(({ place }) => draftOfPart(place).read().pending)) return;
  const { lang: language, dir: direction } = document.documentElement;
  const ways = [{ value: "stop", text: word("stop_here"), first: true }, { value: "on", text: word("stop_not"), quiet: true }];
  const said = { language, direction, title: word("stop_title"), text: word("stop"), ways, mustBeRead: true };
  if ((await showPanel(document.body, said)) === "on") return;
  sayInstead("idle_title", "stopped_title");
  sayInstead("idle", "stopped");
  await new Promise((resolve) => {
    addEventListener("mendline-brought-back", resolve, { once: true });
    dispatchEvent(new Event("mendline-put-away"));
  });
  sayInstead("idle_title", "idle_title");
  sayInstead("idle", "idle");
}

async function goThrough() {
  let isInDanger = await showUnread();
  for (const [index, part] of parts.entries()) {
    if (isInDanger) await offerToStop(parts.slice(index));
    if (leaving) break;
    isInDanger = await askPart(part);
  }
  if (waiting.size) {
    show("waiting");
    await Promise.all(waiting.values());
  }
  if (leaving) sayInstead("closed", "not_sent");
  if (!hasAnswered && parts.length) for (const [place, name] of [["thanks_title", "skipped_title"], ["thanks", "skipped"]]) sayInstead(place, name);
  if (isTablet) forgetReading();
  show(leaving ? "closed" : "thanks");
  await keepPage();
}

function tellConnection() {
  if (screen.dataset.state === "open") say(navigator.onLine ? "" : "offline");
}

/** Keep this page, and no other, as the server gives it now, so that a reload shows it while the server is away. */
async function keepPage() {
  if (!("caches" in globalThis)) return;
  const kept = await caches.open(FORMS);
  for (const { url } of await kept.keys()) {
    if (url !== location.href || screen.dataset.state === "closed") await kept.delete(url);
  }
  try {
    await kept.add(location.href);
  } catch {
    // The server is away, or the form is closed: what was kept before stays.
  }
}

/** Deliver what earlier clients' forms could not, and forget what nobody will send any more. */
async function settleOthers() {
  const others = draftNames().filter((name) => !name.startsWith(`${token}.`) && !name.startsWith("room."));
  for (const name of others) {
    const other = draftOf(name);
    const { pending, kept_at: keptAt = 0 } = other.read();
    const [ofToken, place] = name.split(".");
    const once = { tries: 1 };
    const done = pending
      ? (await keepTrying(ofToken, { ...pending, place: Number(place) }, once)) !== "later"
      : Date.now() - keptAt > FORGET_AFTER_MS;
    if (done) other.wipe();
  }
}

function keepInside() {
  history.pushState(null, "", location.href);
  addEventListener("popstate", () => history.pushState(null, "", location.href));
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

function ownDrafts() {
  return draftNames().filter((name) => name.startsWith(`${token}.`));
}

function forgetAll() {
  for (const name of ownDrafts()) draftOf(name).wipe();
  forgetReading();
}

function pendingParts() {
  return ownDrafts()
    .map((name) => [Number(name.split(".")[1]), draftOf(name).read().pending])
    .filter(([, pending]) => pending);
}

/** The form ended while this tablet was away: what waits here is never taken, and that is said. */
function leave() {
  if (screen.dataset.state === "closed" && pendingParts().length) sayInstead("closed", "not_sent");
  for (const name of ownDrafts()) draftOf(name).wipe({ keepCrisis: true });
  showUnread();
}

async function sendPending() {
  for (const [place, pending] of pendingParts()) await keepTrying(token, { ...pending, place }, { tries: 1 });
}

keepInside();
if (isTablet) readFor(token);
for (const name of ["online", "offline"]) addEventListener(name, tellConnection);
if (screen.dataset.state === "open") goThrough();
else leave();
if (!parts.length) screen.dataset.ready = "";
const [{ watchTakeBack }, { watchIdle }] = await Promise.all([import("./take_back.js"), import("./idle.js")]);
watchTakeBack({ screen, sendFirst: sendPending, forget: forgetAll });
watchIdle({ screen, token, bring });
if ("serviceWorker" in navigator) {
  await navigator.serviceWorker.register(screen.dataset.worker, { scope: "/k/" }).catch(() => {});
}
await keepPage();
await settleOthers();
