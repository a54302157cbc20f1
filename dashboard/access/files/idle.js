// Covers a page whose session is over, also one that nobody touches: what it shows must not stay readable.
//
// The server says how long the session lasts; asking keeps nobody signed in. Whoever reads, scrolls or types is using
// the page, so that is told to the server. Some time before the end it is said, with a button that keeps the session
// (WCAG 2.2.1).
(() => {
  "use strict";
  const STATE = "/session/state";
  const SIGN_IN = "/session/sign-in";
  const LONGEST_MS = 30000; // a session that is ended elsewhere is noticed within so long
  const TRUSTED_MS = 4000; // how old the server's word may be when somebody comes back to a page that slept
  let endsAt = Infinity; // by the clock on the wall, which goes on while the machine sleeps
  let askedAt = -Infinity;
  let used = false;
  let timer = 0;
  let notice = null;
  let cover = null;

  const now = () => Date.now();
  const touched = () => {
    used = true;
    if (notice && notice.dataset.canStay) ask("POST");
  };
  for (const kind of ["pointerdown", "keydown", "wheel", "touchmove", "scroll"]) {
    addEventListener(kind, touched, { capture: true, passive: true });
  }

  function leave() {
    clearTimeout(timer);
    hide();
    document.documentElement.dataset.leaves = "1"; // what is covered asks nothing any more
    const here = location.pathname + location.search;
    location.replace(here === "/" ? SIGN_IN : SIGN_IN + "?next=" + encodeURIComponent(here));
  }

  function hide() {
    if (cover) return;
    cover = document.createElement("div");
    cover.setAttribute("style", "position:fixed;inset:0;z-index:2147483647;background:#faf8f5;color:#1f2a2e;" +
      "display:grid;place-items:center;padding:2rem;font:600 1.25rem/1.5 sans-serif");
    cover.textContent = "This page is covered: nobody used it for a while.";
    document.body.append(cover);
    const root = document.getElementById("root");
    if (root) root.style.visibility = "hidden";
  }

  function show() {
    if (!cover) return;
    cover.remove();
    cover = null;
    const root = document.getElementById("root");
    if (root) root.style.visibility = "";
  }

  function warn(left, canStay) {
    if (notice) return;
    notice = document.createElement("div");
    notice.dataset.canStay = canStay ? "1" : "";
    notice.setAttribute("role", "alertdialog");
    notice.setAttribute("aria-label", "Still there?");
    notice.setAttribute("style", "position:fixed;inset:auto 1rem 1rem auto;max-width:24rem;z-index:2147483646;" +
      "background:#fff;color:#1f2a2e;border:2px solid #0f6b6b;border-radius:.75rem;padding:1rem 1.25rem;" +
      "font:1.0625rem/1.5 sans-serif;box-shadow:0 8px 24px rgb(31 42 46 / 25%)");
    const words = document.createElement("p");
    words.setAttribute("style", "margin:0 0 .75rem");
    const rest = Math.max(1, Math.round(left)) + " seconds";
    words.textContent = canStay
      ? "Still there? You are signed out in " + rest + "."
      : "Your session ends in " + rest + ", after a whole working day. Save what you write, and sign in again.";
    const stay = document.createElement("button");
    stay.type = "button";
    stay.textContent = "Stay signed in";
    stay.setAttribute("style", "min-height:2.75rem;padding:.5rem 1.25rem;border:0;border-radius:.5rem;" +
      "background:#0f6b6b;color:#fff;font:600 1rem sans-serif;cursor:pointer");
    stay.addEventListener("click", () => ask("POST"));
    notice.append(...(canStay ? [words, stay] : [words]));
    document.body.append(notice);
  }

  function unwarn() {
    if (notice) notice.remove();
    notice = null;
  }

  function plan(left, warned, canStay) {
    clearTimeout(timer);
    if (left <= warned) warn(left, canStay);
    else unwarn();
    const until = (left > warned ? left - warned : left) * 1000;
    timer = setTimeout(tick, Math.max(250, Math.min(LONGEST_MS, until + 50)));
  }

  async function ask(method) {
    used = false;
    try {
      const answer = await fetch(STATE, { method, cache: "no-store", headers: { accept: "application/json" } });
      if (answer.status === 401) return leave();
      const state = await answer.json();
      endsAt = now() + state.left_s * 1000;
      askedAt = now();
      if (state.left_s <= 0) return leave();
      show();
      plan(state.left_s, state.warn_s, state.can_stay);
    } catch {
      // the network is away: what is on screen stays no longer than it could be said to
      if (now() >= endsAt) return leave();
      clearTimeout(timer);
      timer = setTimeout(tick, 5000);
    }
  }

  function tick() {
    ask(used ? "POST" : "GET");
  }

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || now() - askedAt < TRUSTED_MS) return;
    if (now() >= endsAt) hide();
    ask("GET");
  });
  addEventListener("pageshow", (event) => { if (event.persisted) { hide(); ask("GET"); } });
  ask("GET");
})();
