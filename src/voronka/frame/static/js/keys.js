// The keyboard: g and a letter goes, / filters, ? shows the keys, Ctrl+K finds everything.

import { open as openDoor } from "./dialog.js";

const palette = document.getElementById("palette");
const input = palette.querySelector("input");
const list = palette.querySelector("ul");
const single = document.getElementById("single-keys");
let went = 0;
let asked = 0;
let found = [];
let chosen = 0;

const letters = () => localStorage.getItem("voronka:single-keys") !== "off";

function pages() {
  const links = [...document.querySelectorAll(".rail .place[href]")].map((link) => ({
    title: link.querySelector("span:not(.n)").textContent,
    url: link.href,
    note: palette.dataset.page,
  }));
  const acts = [...document.querySelectorAll("[data-command]")].map((element) => ({
    title: element.dataset.command || element.textContent.trim(),
    note: "",
    element,
  }));
  // The same door may stand on the page twice: visible, and for its key.
  const known = new Set();
  const once = acts.filter((one) => !known.has(one.title) && known.add(one.title));
  return [...once, ...links];
}

function draw() {
  list.replaceChildren(
    ...found.map((one, place) => {
      const item = document.createElement("li");
      item.role = "option";
      item.id = `found-${place}`;
      item.setAttribute("aria-selected", String(place === chosen));
      item.append(one.title);
      const note = document.createElement("small");
      note.textContent = one.note ?? "";
      item.append(note);
      item.addEventListener("click", () => go(one));
      return item;
    }),
  );
  if (!found.length) {
    const none = document.createElement("li");
    none.className = "none";
    none.role = "option";
    none.setAttribute("aria-disabled", "true");
    none.textContent = palette.dataset.none;
    list.append(none);
  }
  if (found.length) input.setAttribute("aria-activedescendant", `found-${chosen}`);
  else input.removeAttribute("aria-activedescendant");
  list.children[chosen]?.scrollIntoView({ block: "nearest" });
}

function go(one) {
  palette.close();
  if (one.element?.matches("a[data-dialog]")) openDoor(one.element.href, one.element);
  else if (one.element) one.element.click();
  else location.assign(one.url);
}

async function look() {
  const typed = input.value.trim();
  const words = typed.toLocaleLowerCase();
  const here = pages().filter((one) => one.title.toLocaleLowerCase().includes(words));
  const number = (asked += 1);
  found = here;
  chosen = 0;
  draw();
  if (typed.length < 2) return;
  try {
    const response = await fetch(`${palette.dataset.find}?q=${encodeURIComponent(typed)}`, { headers: { "HX-Request": "true" } });
    if (!response.ok || number !== asked) return;
    found = [...(await response.json()), ...here];
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

function showKeys() {
  document.getElementById("keys").showModal();
}

// Keys are known by their place, so that they work under a Russian layout too.
const letterOf = (event) => (event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : "");

function byLetter(event) {
  if (Date.now() - went < 1500) {
    went = 0;
    const link = document.querySelector(`.rail .place[data-letter="${letterOf(event)}"]`);
    if (link) location.assign(link.href);
    return;
  }
  const door = document.querySelector(`[data-key="${letterOf(event) || "-"}"]`);
  if (door) {
    event.preventDefault();
    door.click();
  } else if (letterOf(event) === "g") went = Date.now();
  else if (event.key === "?" || (event.code === "Slash" && event.shiftKey) || (event.code === "Digit7" && event.shiftKey && event.key === "?")) showKeys();
  else if (event.key === "/" || (event.code === "Slash" && !event.shiftKey)) {
    const first = document.querySelector("[data-filter]");
    if (first) {
      event.preventDefault();
      first.focus();
    }
  }
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") {
    event.preventDefault();
    openPalette();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !letters()) return;
  if (document.querySelector("dialog[open]") || event.target.closest("input, textarea, select, [contenteditable]")) return;
  byLetter(event);
});
document.addEventListener("click", ({ target }) => {
  if (target.closest?.("[data-show-keys]")) showKeys();
  if (target.closest?.("[data-show-palette]")) openPalette();
});
single.checked = letters();
single.addEventListener("change", () => localStorage.setItem("voronka:single-keys", single.checked ? "on" : "off"));
