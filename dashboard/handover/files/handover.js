/**
 * The client's screen: one form, sent once, then a thank-you.
 *
 * Marks live in this tablet until the server has confirmed them. Nothing else of the clinic can be reached from here; what
 * keeps the client in is the server, the trap for the Back button only saves an accidental press.
 */

import { draftNames, draftOf, mountForm } from "./rating_form.js";
import { watchTakeBack } from "./take_back.js";

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 15000;
const ANSWER_WITHIN_MS = 10000;
const FORGET_AFTER_MS = 2 * 60 * 60 * 1000;
const FORMS = "mendline-forms";
/** This form was answered before: there is nothing more to send. */
const ALREADY_ANSWERED = 409;
/** No such form, no longer open, not a rating. Anything else may pass, so it is tried again. */
const NEVER = new Set([404, 410, 422]);

const screen = document.getElementById("screen");
const token = location.pathname.split("/").pop();
const draft = draftOf(token);
let wake = () => {};

/** What became of a rating: "stored", "closed" (it will never be taken), or "later". */
async function deliver(ofToken, filled) {
  try {
    const answer = await fetch(`/k/${ofToken}/rating`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(filled),
      cache: "no-store",
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    if (answer.ok || answer.status === ALREADY_ANSWERED) return "stored";
    return NEVER.has(answer.status) ? "closed" : "later";
  } catch {
    return "later";
  }
}

function show(name) {
  for (const part of screen.querySelectorAll(":scope > section")) part.hidden = part.id !== name;
  screen.dataset.state = name;
  document.getElementById(name).querySelector("h1").focus({ preventScroll: true });
  scrollTo(0, 0);
}

function pause(ms) {
  return new Promise((resolve) => {
    wake = resolve;
    setTimeout(resolve, ms);
  });
}

async function sendUntilStored(filled) {
  say("sending");
  let wait = FIRST_RETRY_MS;
  for (;;) {
    const outcome = await deliver(token, filled);
    if (outcome !== "later") return finish(outcome);
    if (screen.dataset.state !== "waiting") show("waiting");
    await pause(wait);
    wait = Math.min(wait * 2, LAST_RETRY_MS);
  }
}

async function finish(outcome) {
  if (outcome === "closed") tellNotSent();
  draft.wipe();
  show(outcome === "stored" ? "thanks" : "closed");
  await keepPage();
}

function tellNotSent() {
  const why = document.getElementById("closed-why");
  if (draft.read().pending) why.textContent = why.dataset.notSent;
}

function say(name) {
  const notice = document.getElementById("notice");
  if (notice) notice.textContent = name ? notice.dataset[name] : "";
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
  const others = draftNames().filter((name) => name !== token && !name.startsWith("room."));
  for (const name of others) {
    const other = draftOf(name);
    const { pending, kept_at: keptAt = 0 } = other.read();
    const done = pending ? (await deliver(name, pending)) !== "later" : Date.now() - keptAt > FORGET_AFTER_MS;
    if (done) other.wipe();
  }
}

async function openForm() {
  const { pending } = draft.read();
  const content = JSON.parse(screen.dataset.content);
  const form = await mountForm(document.getElementById("rating"), content, { draft, onSend: sendUntilStored });
  if (pending) {
    form.lock();
    sendUntilStored(pending);
  }
  const tellConnection = () => {
    if (screen.dataset.state === "open") say(navigator.onLine ? "" : "offline");
  };
  for (const name of ["online", "offline"]) addEventListener(name, tellConnection);
}

function keepInside() {
  history.pushState(null, "", location.href);
  addEventListener("popstate", () => history.pushState(null, "", location.href));
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

keepInside();
for (const name of ["online", "focus"]) addEventListener(name, () => wake());
document.addEventListener("visibilitychange", () => wake());
watchTakeBack({ sendFirst: () => sendPending(), forget: () => draft.wipe() });
if (screen.dataset.state === "open") await openForm();
else leave();
screen.dataset.ready = "";
if ("serviceWorker" in navigator) {
  await navigator.serviceWorker.register(screen.dataset.worker, { scope: "/k/" }).catch(() => {});
}
await keepPage();
await settleOthers();

function leave() {
  if (screen.dataset.state === "closed") tellNotSent();
  draft.wipe();
}

async function sendPending() {
  const { pending } = draft.read();
  if (pending) await deliver(token, pending);
}
