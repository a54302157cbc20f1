/**
 * Find a client or a page: a combobox over a list. A client who is chosen is opened; what else can be done is a second
 * list, one key or one tap to the side.
 *
 * What is typed goes to the server by POST while one types; the answers stay in this dialog and go with it.
 */

import { made, shownDialog } from "./dialog.js";

const PAUSE_MS = 80; // between two letters of somebody who types on
const WITH_CLIENTS = "↑ ↓ move · Enter opens · → what else to do with a client · Esc closes";
const PAGES_ALONE = "↑ ↓ move · Enter chooses · Esc closes";
const MARKS = /\p{Diacritic}/gu;

export function openFinder(root, data, done) {
  const what = data.find ? "Find a client or a page" : "Find a page";
  const { dialog, close } = shownDialog(root, what, done);
  const finder = { data, dialog, client: null, clients: [], count: 0, trouble: "", rows: [], at: 0, asked: 0, waits: 0 };
  build(finder, close, what);
  dialog.showModal();
  finder.field.focus();
  draw(finder);
  ask(finder);
  return dialog;
}

function build(finder, close, what) {
  const head = made("div", "head");
  const field = made("input");
  const list = made("div", "found");
  Object.assign(field, { type: "text", autocomplete: "off", spellcheck: false, autocapitalize: "off", enterKeyHint: "go" });
  const said = { role: "combobox", "aria-expanded": "true", "aria-controls": "found", "aria-autocomplete": "list", "aria-label": what };
  for (const [name, value] of Object.entries(said)) field.setAttribute(name, value);
  field.placeholder = finder.data.find ? "Code, initials or name; or a page" : "Name of a page";
  Object.assign(list, { id: "found", role: "listbox", ariaLabel: "Found" });
  const told = made("p", "told");
  told.setAttribute("role", "status");
  const whom = made("div", "whom");
  head.append(field, close);
  Object.assign(finder, { field, list, told, whom });
  finder.dialog.append(head, whom, told, list, made("p", "quiet", finder.data.find ? WITH_CLIENTS : PAGES_ALONE));
  field.addEventListener("input", () => typed(finder));
  field.addEventListener("keydown", (event) => steer(finder, event));
  finder.dialog.addEventListener("close", () => finder.stop?.abort());
}

function typed(finder) {
  finder.at = 0;
  draw(finder);
  if (!finder.client) ask(finder);
}

/** Ask for clients, once the typing pauses; an answer that was overtaken is dropped. */
function ask(finder) {
  if (!finder.data.find) return;
  clearTimeout(finder.waits);
  finder.waits = setTimeout(async () => {
    const number = (finder.asked += 1);
    finder.stop?.abort();
    finder.stop = new AbortController();
    const answer = await answered(finder.data.find, finder.field.value, finder.stop.signal);
    if (number !== finder.asked || !finder.dialog.open || finder.client || answer === null) return;
    Object.assign(finder, answer);
    draw(finder);
  }, finder.asked ? PAUSE_MS : 0);
}

async function answered(address, text, signal) {
  try {
    const request = { method: "POST", body: JSON.stringify({ typed: text }), headers: { "content-type": "application/json" } };
    const answer = await fetch(address, { ...request, signal, cache: "no-store", credentials: "same-origin" });
    if (answer.ok) return { ...(await answer.json()), trouble: "" };
    const why = answer.status === 401 ? "Please sign in again." : ((await answer.json()).why ?? "Clients cannot be looked up now.");
    return { clients: [], count: 0, trouble: why };
  } catch (error) {
    if (error.name === "AbortError") return null;
    return { clients: [], count: 0, trouble: "Clients cannot be looked up now. Check the connection, and type again." };
  }
}

function draw(finder) {
  const groups = finder.client ? actionsOf(finder) : [...clientsOf(finder), ...pagesOf(finder)];
  finder.rows = groups.flatMap(([, rows]) => rows);
  finder.at = Math.min(finder.at, Math.max(0, finder.rows.length - 1));
  let place = 0;
  finder.list.replaceChildren(...groups.filter(([, rows]) => rows.length).map(([name, rows], number) => {
    const group = made("div", "group");
    const heading = made("p", "group-name", name);
    heading.id = `group-${number}`;
    heading.setAttribute("role", "presentation");
    group.setAttribute("role", "group");
    group.setAttribute("aria-labelledby", heading.id);
    group.append(heading, ...rows.map((row) => option(finder, row, place++)));
    return group;
  }));
  finder.told.textContent = told(finder);
  mark(finder);
}

function option(finder, row, place) {
  const one = made("div", "option");
  one.id = `option-${place}`;
  one.setAttribute("role", "option");
  one.append(made("span", "label", row.label), " ", made("span", "note", row.note));
  if (row.client) one.append(" ", furtherOn(finder, row.client));
  one.addEventListener("click", () => choose(finder, row));
  one.addEventListener("pointermove", () => {
    if (finder.at !== place) mark(Object.assign(finder, { at: place }));
  });
  return one;
}

/** The end of a client's row leads to what else can be done; by keyboard the arrow to the right does. */
function furtherOn(finder, client) {
  const more = made("span", "more", "More …");
  more.addEventListener("click", (event) => {
    event.stopPropagation();
    turn(finder, client);
  });
  return more;
}

/** Show which one Enter would choose. */
function mark(finder) {
  for (const one of finder.list.querySelectorAll(".option")) one.setAttribute("aria-selected", String(one.id === `option-${finder.at}`));
  if (finder.rows.length) {
    finder.field.setAttribute("aria-activedescendant", `option-${finder.at}`);
    finder.list.querySelector(`#option-${finder.at}`).scrollIntoView({ block: "nearest" });
  } else {
    finder.field.removeAttribute("aria-activedescendant");
  }
}

function clientsOf({ clients, field }) {
  const rows = clients.map((client) => ({ label: client.label, note: noted(client), client }));
  return [[field.value.trim() ? "Clients" : "Seen today", rows]];
}

const noted = ({ code, clinician, closed, today }) =>
  [code, clinician, closed && "closed", today && "seen today"].filter(Boolean).join(" · ");

function pagesOf({ data, field }) {
  const fits = fitting(field.value);
  const rows = data.pages.filter(({ label }) => fits(label)).map(({ page, label, key }) => ({
    label, note: key && data.keys ? `g ${key}` : "", where: { page },
  }));
  return [["Pages", rows]];
}

function actionsOf({ data, client, field }) {
  const fits = fitting(field.value);
  return [["What to do", possible(data, client).filter(({ label }) => fits(label))]];
}

/** What can be done with a client; to open is the first of it. */
function possible(data, client) {
  const may = data.actions.filter((one) => (client.own || !one.own) && !(client.closed && one.open));
  return may.map(({ page, label }) => ({ label, note: "", where: { page, episode: client.episode } }));
}

const plain = (text) => text.normalize("NFKD").replace(MARKS, "").toLowerCase();

/** Each word that was typed begins a word. */
function fitting(typedText) {
  const asked = plain(typedText).split(/\s+/).filter(Boolean);
  return (label) => asked.every((part) => plain(label).split(/\W+/).some((word) => word.startsWith(part)));
}

const counted = (number, what) => `${number} ${what}${number === 1 ? "" : "s"}`;

function told({ client, clients, count, trouble, rows, field, data }) {
  if (client) return counted(rows.length, "action");
  const number = rows.length - clients.length;
  const pages = number ? `${counted(number, "page")}.` : "";
  if (!data.find) return pages || "Nothing found. Try another word of the page’s name.";
  if (trouble) return `${trouble} ${pages}`;
  if (!field.value.trim()) return `${count ? counted(count, "client") : "Nobody"} seen today. Type a few letters to find others.`;
  if (!rows.length) return "Nothing found. Try a part of the code, the initials or the name.";
  const more = count > clients.length ? `, the first ${clients.length} shown: one more letter helps` : "";
  return `${counted(count, "client")}${more}. ${pages}`;
}

function steer(finder, event) {
  const last = finder.rows.length - 1;
  const to = { ArrowDown: finder.at >= last ? 0 : finder.at + 1, ArrowUp: finder.at <= 0 ? last : finder.at - 1, PageDown: last, PageUp: 0 };
  if (event.isComposing) return;
  if (event.key in to && last >= 0) {
    event.preventDefault();
    mark(Object.assign(finder, { at: to[event.key] }));
  } else if (event.key === "Enter" && finder.rows.length) {
    event.preventDefault();
    choose(finder, finder.rows[finder.at]);
  } else if (event.key === "ArrowRight" && finder.rows[finder.at]?.client && isAtItsEnd(finder.field)) {
    event.preventDefault();
    turn(finder, finder.rows[finder.at].client);
  } else if (event.key === "Backspace" && finder.client && !finder.field.value) {
    event.preventDefault();
    turn(finder, null);
  }
}

const isAtItsEnd = ({ selectionStart, selectionEnd, value }) => selectionStart === value.length && selectionEnd === value.length;

function choose(finder, { client, where }) {
  finder.dialog.where = client ? possible(finder.data, client)[0].where : where;
  finder.dialog.close();
}

/** Go on to what can be done with a client, or back to all. */
function turn(finder, client) {
  Object.assign(finder, { client, at: 0, asked: finder.asked + 1 });
  finder.field.value = "";
  finder.field.setAttribute("aria-label", client ? `What to do with ${client.label}` : "Find a client or a page");
  finder.field.placeholder = client ? "What to do" : "Code, initials or name; or a page";
  finder.whom.replaceChildren(...(client ? whom(finder, client) : []));
  finder.field.focus();
  draw(finder);
  if (!client) ask(finder);
}

function whom(finder, client) {
  const back = made("button", "back", "Somebody else");
  back.type = "button";
  back.addEventListener("click", () => turn(finder, null));
  return [made("strong", "", client.label), made("span", "note", noted(client)), back];
}
