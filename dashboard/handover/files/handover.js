/**
 * The client's screen: one scale after the other, each sent once, then a thank-you.
 *
 * Marks live in this tablet until the server has confirmed them. Nothing else of the clinic can be reached from here; what
 * keeps the client in is the server, the trap for the Back button only saves an accidental press.
 */

import { closedFor, keepTrying } from "./outbox.js";
import { draftNames, draftOf, mountForm, showUnreadCrisis } from "./rating_form.js";

const FORGET_AFTER_MS = 2 * 60 * 60 * 1000;
const FORMS = "mendline-forms";

const screen = document.getElementById("screen");
const token = location.pathname.split("/").pop();
const parts = JSON.parse(screen.dataset.content);
const waiting = new Map();
let leaving = false;
let allSkipped = true;

function show(name) {
  for (const part of screen.querySelectorAll(":scope > section")) part.hidden = part.id !== name;
  screen.dataset.state = name === "form" ? "open" : name;
  document.getElementById(name).querySelector("h1").focus({ preventScroll: true });
  scrollTo(0, 0);
}

function say(name) {
  const notice = document.getElementById("notice");
  notice.textContent = name ? notice.dataset[name] : "";
}

function draftOfPart(place, ofToken = token) {
  return draftOf(`${ofToken}.${place}`);
}

/** Send what one part holds until the server has it, or will never take it. */
async function send(place, filled) {
  if (!filled.skipped) allSkipped = false;
  const outcome = await keepTrying(token, { ...filled, place });
  waiting.delete(place);
  if (outcome === "closed") leaving = true;
  draftOfPart(place).wipe({ keepCrisis: true });
}

async function askPart(part) {
  const draft = draftOfPart(part.place);
  const { pending } = draft.read();
  if (pending) waiting.set(part.place, send(part.place, pending));
  else {
    if (part.turn) await takeTurn(part.turn);
    await fillIn(part, draft);
  }
}

/** What somebody who may be in danger was to read and has not yet, also after a reload. */
async function showUnread() {
  for (const name of ownDrafts()) await showUnreadCrisis(document.body, draftOf(name));
}

/** Wait until the person whose turn it is has the tablet. */
function takeTurn({ turn_title: title, turn, turn_begin: begin }) {
  document.getElementById("turn-title").textContent = title;
  document.getElementById("turn-text").textContent = turn;
  const button = document.getElementById("turn-begin");
  button.textContent = begin;
  show("turn");
  return new Promise((resolve) => button.addEventListener("click", resolve, { once: true }));
}

function fillIn(part, draft) {
  const root = document.getElementById("rating");
  root.replaceChildren();
  for (const [id, text] of [["ask", part.ask], ["how", part.how], ["small-print", part.small_print]]) {
    document.getElementById(id).textContent = text;
  }
  const section = document.getElementById("form");
  Object.assign(section, { lang: part.form.language, dir: part.form.direction });
  document.getElementById("ask").lang = part.ask_language;
  if (screen.dataset.state !== "open") show("form");
  tellConnection();
  return new Promise((resolve) => {
    const onSend = async (filled) => {
      say("sending");
      const sending = send(part.place, filled);
      waiting.set(part.place, sending);
      await Promise.race([sending, soon()]);
      await (await form).crisisRead();
      resolve();
    };
    const form = mountForm(root, part.form, { draft, onSend });
    form.then(() => (screen.dataset.ready = ""));
  });
}

/** How long a client looks at "sending" before the next scale, or the word that all is safe on this tablet. */
function soon() {
  return new Promise((resolve) => setTimeout(resolve, 1500));
}

async function goThrough() {
  await showUnread();
  for (const part of parts) {
    if (leaving) break;
    await askPart(part);
  }
  if (waiting.size) {
    show("waiting");
    await Promise.all(waiting.values());
  }
  if (leaving) closedFor(document.getElementById("closed-why"));
  if (allSkipped && parts.length) thankForSkipping();
  show(leaving ? "closed" : "thanks");
  await keepPage();
}

function thankForSkipping() {
  const thanks = document.getElementById("thanks");
  thanks.querySelector("h1").textContent = thanks.dataset.skippedTitle;
  thanks.querySelector("p").textContent = thanks.dataset.skipped;
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

function wipeDrafts() {
  for (const name of ownDrafts()) draftOf(name).wipe();
}

function pendingParts() {
  return ownDrafts()
    .map((name) => [Number(name.split(".")[1]), draftOf(name).read().pending])
    .filter(([, pending]) => pending);
}

/** The form ended while this tablet was away: what waits here is never taken, and that is said. */
function leave() {
  if (screen.dataset.state === "closed" && pendingParts().length) closedFor(document.getElementById("closed-why"));
  for (const name of ownDrafts()) draftOf(name).wipe({ keepCrisis: true });
  showUnread();
}

async function sendPending() {
  for (const [place, pending] of pendingParts()) await keepTrying(token, { ...pending, place }, { tries: 1 });
}

keepInside();
for (const name of ["online", "offline"]) addEventListener(name, tellConnection);
if (screen.dataset.state === "open") goThrough();
else leave();
if (!parts.length) screen.dataset.ready = "";
const [{ watchTakeBack }, { watchIdle }] = await Promise.all([import("./take_back.js"), import("./idle.js")]);
watchTakeBack({ sendFirst: sendPending, forget: wipeDrafts });
watchIdle({ screen, token, show });
if ("serviceWorker" in navigator) {
  await navigator.serviceWorker.register(screen.dataset.worker, { scope: "/k/" }).catch(() => {});
}
await keepPage();
await settleOthers();
