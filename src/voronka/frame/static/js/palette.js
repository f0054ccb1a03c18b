// The palette: deals and clients that the server finds, and what can be done and where one can go, by any words.

import { open as openDoor } from "./dialog.js";

const palette = document.getElementById("palette");
const input = palette.querySelector("input");
const list = document.getElementById("palette-list");
const words = palette.dataset;
const RECENT = `voronka:recent:${words.person}`;
const MOST_RECENT = 6;
const ORDER = ["recent", "deals", "clients", "inquiries", "notes", "here", "acts", "pages", "all"];
const KEPT = ["deals", "clients", "inquiries", "notes"];
let asked = 0;
let found = [];
let chosen = 0;
let offered = null;

const plain = (text) => text.toLocaleLowerCase().replaceAll("ё", "е");
const pieces = (text) => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];
const same = (one) => `${one.url ?? ""} ${JSON.stringify(one.data ?? {})} ${one.title} ${one.note ?? ""}`;

function recent() {
  try {
    return JSON.parse(localStorage.getItem(RECENT) ?? "[]");
  } catch {
    return [];
  }
}

function remember(one) {
  if (one.element || !one.url || one.group === "all") return;
  const kept = recent().filter((other) => same(other) !== same(one));
  const { title, note, url, data, post, opens, hint } = one;
  kept.unshift({ title, note, url, data, post, opens, hint, was: one.was ?? one.group });
  localStorage.setItem(RECENT, JSON.stringify(kept.slice(0, MOST_RECENT)));
}

// What this very page offers beside what every page does.
function here() {
  return [...document.querySelectorAll("[data-command]")].map((element) => ({
    group: "here",
    title: element.dataset.command || element.textContent.trim(),
    words: plain(element.dataset.command || element.textContent),
    element,
  }));
}

async function everywhere() {
  if (!offered) {
    try {
      const response = await fetch(words.commands, { headers: { "HX-Request": "true" } });
      if (response.ok) offered = await response.json();
    } catch {
      // Without the server there is nothing to go to.
    }
  }
  return offered ?? [];
}

// Every word that was typed begins one of the words, or stands in the title as it is.
function fits(one, typed) {
  const known = (one.words ?? plain(`${one.title} ${one.note ?? ""}`)).split(/[^\p{L}\p{N}]+/u);
  return pieces(typed).every((piece) => known.some((word) => word.startsWith(piece)));
}

// What may still be done is what the server offers now: a kept entry of its own is shown only while it is offered.
function lately(all, typed) {
  const known = new Set(all.map(same));
  return recent()
    .filter((one) => KEPT.includes(one.was) || known.has(same(one)))
    .filter((one) => !typed || fits(one, typed))
    .map((one) => ({ ...one, group: "recent" }));
}

function arranged(entries) {
  const known = new Set();
  const once = entries.filter((one) => !known.has(same(one)) && known.add(same(one)));
  // A door that stands on the page is also offered everywhere: one of them is enough.
  const titles = new Set(once.filter((one) => one.group !== "here").map((one) => one.title));
  return once
    .filter((one) => one.group !== "here" || !titles.has(one.title))
    .sort((a, b) => ORDER.indexOf(a.group) - ORDER.indexOf(b.group));
}

function option(one, place) {
  const item = document.createElement("div");
  item.role = "option";
  item.id = `found-${place}`;
  item.setAttribute("aria-selected", String(place === chosen));
  item.append(one.title);
  const note = document.createElement("small");
  note.textContent = one.note || one.hint || "";
  item.append(note);
  if (one.excerpt) item.append(excerpt(one.excerpt));
  item.addEventListener("click", () => go(one));
  return item;
}

// The place in a text where the words stand: pieces, each with whether it is one of them.
function excerpt(pieces) {
  const line = document.createElement("span");
  line.className = "excerpt";
  for (const [text, hit] of pieces) {
    const piece = hit ? document.createElement("mark") : document.createTextNode(text);
    if (hit) piece.textContent = text;
    line.append(piece);
  }
  return line;
}

function draw() {
  const groups = Map.groupBy ? Map.groupBy(found, (one) => one.group) : grouped(found);
  const drawn = [];
  for (const [group, entries] of groups) {
    const part = document.createElement("div");
    part.role = "group";
    part.setAttribute("aria-label", words[group]);
    const head = document.createElement("div");
    head.className = "head";
    head.setAttribute("aria-hidden", "true");
    head.textContent = words[group];
    part.append(head, ...entries.map((one) => option(one, found.indexOf(one))));
    drawn.push(part);
  }
  list.replaceChildren(...drawn);
  if (!found.length) {
    const none = document.createElement("div");
    none.className = "none";
    none.role = "option";
    none.setAttribute("aria-disabled", "true");
    none.textContent = words.none;
    list.append(none);
  }
  if (found.length) input.setAttribute("aria-activedescendant", `found-${chosen}`);
  else input.removeAttribute("aria-activedescendant");
  document.getElementById(`found-${chosen}`)?.scrollIntoView({ block: "nearest" });
}

function grouped(entries) {
  const groups = new Map();
  for (const one of entries) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  return groups;
}

function send(one) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = one.url;
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  for (const [name, value] of Object.entries({ ...one.data, csrfmiddlewaretoken: token })) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.requestSubmit();
}

function go(one) {
  palette.close();
  remember(one);
  if (one.element?.matches("a[data-dialog]")) openDoor(one.element.href, one.element);
  else if (one.element) one.element.click();
  else if (one.opens) openDoor(one.url);
  else if (one.post) send(one);
  else location.assign(one.url);
}

// The page with all results, where the server found any.
function everything(typed, hits) {
  if (!hits.some((one) => KEPT.includes(one.group))) return [];
  return [{ group: "all", title: `${words.everything}: ${typed}`, url: `${words.search}?q=${encodeURIComponent(typed)}` }];
}

async function look() {
  const typed = input.value.trim();
  const number = (asked += 1);
  const all = await everywhere();
  if (number !== asked) return;
  const near = [...lately(all, typed), ...[...here(), ...all].filter((one) => fits(one, typed))];
  found = arranged(near);
  chosen = 0;
  draw();
  if (typed.length < 2 && !/^\d$/.test(typed)) return;
  try {
    const response = await fetch(`${words.find}?q=${encodeURIComponent(typed)}`, { headers: { "HX-Request": "true" } });
    if (!response.ok || number !== asked) return;
    const hits = await response.json();
    found = arranged([...near, ...hits, ...everything(typed, hits)]);
    draw();
  } catch {
    // Pages can be gone to without the server's help.
  }
}

export function openPalette() {
  input.value = "";
  if (!palette.open) palette.showModal();
  input.focus();
  look();
}

// Who signs out leaves nothing behind for the next one at this desk.
document.addEventListener("submit", ({ target }) => {
  if (target.action.includes("/logout")) localStorage.removeItem(RECENT);
});

let delay = 0;
input.addEventListener("input", () => {
  clearTimeout(delay);
  delay = setTimeout(look, 120);
});
input.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && found.length) {
    event.preventDefault();
    chosen = (chosen + step + found.length) % found.length;
    draw();
  }
  if (event.key === "Enter" && found[chosen]) {
    event.preventDefault();
    go(found[chosen]);
  }
});
