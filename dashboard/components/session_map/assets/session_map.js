/**
 * One picture of a session. Everything in it is a link to its turn in the transcript. Python has laid it out; here it
 * is only drawn, in per cent of the width, so that enlarging it draws nothing anew.
 */

import { overview } from "./map_overview.js";
import { rows } from "./map_rows.js";
import { legend, table } from "./map_table.js";
import { wayBack } from "./map_way_back.js";
import { element, reader } from "./map_words.js";

const LARGEST = 16;
const PER_TURN = 3; // [px] of picture for each turn, from which a narrow screen begins enlarged
const drawn = new WeakMap();

export default function sessionMap({ data, parentElement }) {
  const kind = JSON.stringify(data);
  if (drawn.get(parentElement) === kind) return;
  drawn.set(parentElement, kind);
  parentElement.querySelector(".map")?.remove();
  const said = reader(data);
  const map = element("section", "map");
  map.setAttribute("aria-label", "The session in one picture");
  const read = element("p", "read");
  const rest = "Point at anything to read what it is. A click, a tap or Enter opens that turn; arrow keys go from one to the next.";
  read.textContent = rest;
  const picture = element("div", "picture");
  const names = element("div", "names");
  const frame = element("div", "frame");
  const inner = element("div", "inner");
  inner.append(...rows(data, said, names));
  frame.append(inner);
  picture.append(names, frame);
  const seen = overview(data, frame);
  map.append(sentence(data.drawnBy), tools(frame, inner, seen, data), read, seen, picture, legend(data), table(data, said));
  parentElement.append(map);
  pointing(picture, read, rest);
  walking(inner);
  wayBack();
}

function sentence(words) {
  const made = element("p", "quiet");
  made.textContent = words;
  return made;
}

function tools(frame, inner, seen, data) {
  const made = element("div", "tools");
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", "Size of the picture");
  const size = element("span", "size");
  size.setAttribute("role", "status");
  const buttons = { smaller: button("−", "Make the picture smaller"), larger: button("+", "Make the picture larger") };
  let times = 1;
  const show = (wanted) => {
    const middle = (frame.scrollLeft + frame.clientWidth / 2) / (frame.clientWidth * times || 1);
    times = Math.min(LARGEST, Math.max(1, wanted));
    inner.style.width = `${100 * times}%`;
    frame.scrollLeft = middle * frame.clientWidth * times - frame.clientWidth / 2;
    size.textContent = times === 1 ? "whole session" : `${times} times as large`;
    buttons.smaller.disabled = times === 1;
    buttons.larger.disabled = times === LARGEST;
    seen.hidden = times === 1;
    seen.follow();
  };
  buttons.smaller.addEventListener("click", () => show(times / 2));
  buttons.larger.addEventListener("click", () => show(times * 2));
  made.append(buttons.smaller, buttons.larger, size);
  requestAnimationFrame(() => {
    const narrow = frame.clientWidth < 600 && data.starts.length * PER_TURN > frame.clientWidth;
    show(narrow ? 4 : 1);
    frame.scrollLeft = 0;
  });
  return made;
}

function button(sign, name) {
  const made = element("button");
  made.type = "button";
  made.textContent = sign;
  made.setAttribute("aria-label", name);
  return made;
}

function pointing(picture, read, rest) {
  const show = (event) => {
    const link = event.target.closest("a");
    read.textContent = link ? link.getAttribute("aria-label") : rest;
  };
  picture.addEventListener("pointerover", show);
  picture.addEventListener("focusin", show);
  picture.addEventListener("pointerleave", () => (read.textContent = rest));
  picture.addEventListener("click", (event) => {
    const track = event.target.closest(".track");
    if (!track || event.target.closest("a")) return;
    nearest([...track.querySelectorAll("a")], event.clientX, REACH)?.click(); // a finger is wider than a turn
  });
}

const REACH = 22; // [px] half of what a finger covers

function nearest(links, x, reach = Infinity) {
  let best = null;
  let least = reach;
  for (const link of links) {
    const box = link.getBoundingClientRect();
    const away = Math.max(box.left - x, x - box.right, 0);
    if (away < least) [best, least] = [link, away];
  }
  return best;
}

/** One stop for the Tab key; arrows go along a row and from row to row. */
function walking(inner) {
  const tracks = [...inner.querySelectorAll(".track")].filter((track) => track.querySelector("a"));
  const linksOf = tracks.map((track) => [...track.querySelectorAll("a")]);
  let here = linksOf[0]?.[0];
  if (here) here.tabIndex = 0;
  inner.addEventListener("focusin", (event) => {
    const link = event.target.closest("a");
    if (!link || link === here) return;
    here.tabIndex = -1;
    link.tabIndex = 0;
    here = link;
  });
  inner.addEventListener("keydown", (event) => {
    const next = goal(event.key, linksOf, event.target);
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}

function goal(key, linksOf, link) {
  const row = linksOf.findIndex((links) => links.includes(link));
  if (row < 0) return null;
  const links = linksOf[row];
  const along = { ArrowRight: links.indexOf(link) + 1, ArrowLeft: links.indexOf(link) - 1, Home: 0, End: links.length - 1 };
  if (key in along) return links[along[key]];
  const across = { ArrowUp: row - 1, ArrowDown: row + 1 }[key];
  if (across === undefined || !linksOf[across]) return null;
  const box = link.getBoundingClientRect();
  return nearest(linksOf[across], box.left + box.width / 2);
}
