/** Keeps the client's form usable while the clinic's server or network is away: it answers a reload from this tablet. */

const version = new URL(self.location.href).searchParams.get("v");
const ASSETS = ["form.css", "form.js", "rating_choices.css"].map((name) => `/k/assets/${version}/${name}`);
const FORMS = "mendline-forms";
const PARTS = `mendline-parts-${version}`;
/** A server that does not answer within this time [ms] counts as away. */
const PATIENCE_MS = 6000;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(PARTS).then((cache) => cache.addAll(ASSETS)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOldParts().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (new URL(request.url).pathname.startsWith("/k/assets/")) event.respondWith(fromTablet(request));
  else if (request.mode === "navigate") event.respondWith(fromServer(request));
});

async function dropOldParts() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("mendline-parts-") && name !== PARTS);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function fromTablet(request) {
  return (await caches.match(request)) ?? fetch(request);
}

async function fromServer(request) {
  const kept = () => caches.open(FORMS).then((cache) => cache.match(request));
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.status >= 500 ? ((await kept()) ?? answer) : answer;
  } catch (away) {
    const page = await kept();
    if (page) return page;
    throw away;
  }
}
