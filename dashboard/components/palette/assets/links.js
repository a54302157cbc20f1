/**
 * Links within a piece of HTML lead from page to page as Streamlit's own do: the socket stays open, nothing loads anew.
 *
 * The address is put into the browser's history, and the app is told that the history moved: it then draws the page of
 * that address, as it does when somebody goes back and forward. Where this script is not there, such a link still leads
 * there, by loading the page.
 */

import { arriveAfter } from "./arriving.js";

const LINK = "a[data-go]";
const APP = "[data-testid=stApp]";
const SCROLLS = "[data-testid=stMain]";

export function watchLinks() {
  addEventListener("click", follow);
}

function follow(event) {
  const link = event.target.closest?.(LINK);
  const isPlain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain || event.defaultPrevented) return;
  event.preventDefault();
  // without a connection a page leads nowhere; loading it would lose what stands on it
  if (document.querySelector(APP)?.getAttribute("data-test-connection-state") !== "CONNECTED") return;
  link.blur(); // it is drawn anew, or gone
  arriveAfter(() => go(link.href));
}

function go(address) {
  if (address !== location.href) history.pushState(null, "", address);
  dispatchEvent(new PopStateEvent("popstate"));
  document.querySelector(SCROLLS)?.scrollTo(0, 0);
}
