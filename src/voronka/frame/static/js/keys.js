// The keyboard: g and a letter goes, / filters, ? shows the keys, Ctrl+K opens the palette.

import { openPalette } from "./palette.js";

const single = document.getElementById("single-keys");
let went = 0;

const letters = () => localStorage.getItem("voronka:single-keys") !== "off";

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
