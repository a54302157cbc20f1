// Says in our own words that the clinic's server does not answer, and stops saying it as soon as it does.
//
// Streamlit knows when its socket has closed, not when the network is silent: then a press is kept for later and nothing
// is seen of it. So whether the server answers is asked where there is a reason: the browser says that it is offline
// (a server on the same machine still answers then), or something was pressed and no run begins. Streamlit's box about
// the internet is closed unseen: it would take the keyboard away from whoever types.
(() => {
  "use strict";
  const APP = "[data-testid=stApp]";
  const BOX = ".stDialog";
  const HEALTH = "/healthz";
  const PRESSED = "button, a[data-go], label, summary, [role=option], [role=tab]";
  const WORDS =
    "No connection to the clinic\u2019s server. What you typed is still here; the page goes on by itself as soon as " +
    "the server answers.";
  const CLOSED_MS = 1500; // a server that is replaced is back sooner
  const BEGINS_MS = 2500; // until a run that was asked for shows, also on a busy machine
  const ANSWERS_MS = 4000; // longer than a busy server takes
  const AGAIN_MS = 2000;
  const ENDED = "DISCONNECTED_FOREVER"; // nothing goes on by itself then
  const root = document.documentElement;
  const line = document.createElement("div");
  let app = null;
  let wasConnected = false;
  let closedSince = 0; // when the socket closed; 0 while it is open
  let silent = false; // whether the server was asked and did not answer
  let asks = false;
  let presses = 0;
  let begun = 0; // how many changes of the run were seen

  line.className = "ml-connection";
  line.lang = "en";
  line.setAttribute("role", "status");
  line.setAttribute("aria-live", "polite");
  document.body.append(line);

  const state = () => (app?.isConnected ? app.getAttribute("data-test-connection-state") : null);
  const script = () => app?.getAttribute("data-test-script-state");

  function draw() {
    const isClosed = closedSince > 0 && performance.now() - closedSince >= CLOSED_MS;
    const isLost = (isClosed || silent) && state() !== ENDED && !root.dataset.leaves;
    if (isLost === (root.dataset.connection === "lost")) return;
    if (isLost) {
      root.dataset.connection = "lost";
      line.style.colorScheme = getComputedStyle(app ?? root).colorScheme;
      line.textContent = WORDS;
      closeBox();
    } else {
      delete root.dataset.connection;
      line.textContent = "";
    }
  }

  function heard() {
    const now = state();
    wasConnected ||= now === "CONNECTED";
    const isClosed = wasConnected && now !== null && now !== "CONNECTED";
    if (!isClosed) closedSince = 0;
    else if (!closedSince) {
      closedSince = performance.now();
      setTimeout(draw, CLOSED_MS);
    }
    draw();
  }

  async function ask() {
    if (asks) return;
    asks = true;
    try {
      silent = !(await fetch(HEALTH, { cache: "no-store", signal: AbortSignal.timeout(ANSWERS_MS) })).ok;
    } catch {
      silent = true;
    }
    asks = false;
    draw();
    if (silent) setTimeout(ask, AGAIN_MS);
  }

  function press(event) {
    if (!event.isTrusted || (event.type === "click" && !event.target.closest?.(PRESSED))) return;
    const [press, before] = [(presses += 1), begun];
    setTimeout(() => {
      // one question after the last of many presses; a run that goes on already takes up what was pressed
      if (press === presses && begun === before && script() !== "running") ask();
    }, BEGINS_MS);
  }

  function closeBox() {
    if (root.dataset.connection === "lost") document.querySelector(`${BOX} button[aria-label=Close]`)?.click();
  }

  function watch() {
    const found = document.querySelector(APP);
    if (found && found !== app) {
      app = found;
      new MutationObserver(heard).observe(app, { attributeFilter: ["data-test-connection-state"] });
      new MutationObserver(() => (begun += 1)).observe(app, { attributeFilter: ["data-test-script-state"] });
      heard();
    }
  }

  new MutationObserver(() => (closeBox(), watch())).observe(document.body, { childList: true });
  new MutationObserver(watch).observe(document.getElementById("root"), { childList: true, subtree: true });
  for (const kind of ["click", "change"]) addEventListener(kind, press, { capture: true, passive: true });
  for (const kind of ["offline", "online"]) addEventListener(kind, ask);
  if (!navigator.onLine) ask();
  watch();
})();
