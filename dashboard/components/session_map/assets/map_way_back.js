/**
 * Whoever comes back from a turn finds the page where it was left: it is long, and would begin at the top. Kept in this
 * tab alone: the page's address, which holds no name, and how far down it stood.
 */

const WAIT_MS = 100;
const TRIES = 40; // the page is drawn piece by piece
let isBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";

addEventListener("popstate", () => (isBack = true));
document.addEventListener("click", leave, true);

const kept = () => `mendline.left.${location.pathname}${location.search}`;
const page = () => document.querySelector('[data-testid="stMain"]');

function leave(event) {
  const link = event.composedPath().find((part) => part.tagName === "A");
  if (!link) return;
  isBack = false;
  sessionStorage.setItem(kept(), page()?.scrollTop ?? 0);
}

export function wayBack() {
  const left = Number(sessionStorage.getItem(kept()));
  if (isBack && left) stand(left, TRIES);
  isBack = false;
}

function stand(left, tries) {
  const main = page();
  if (main) main.scrollTop = left;
  if (tries && Math.abs((main?.scrollTop ?? 0) - left) > 1) setTimeout(() => stand(left, tries - 1), WAIT_MS);
}
