// The board: a card is carried by mouse, finger or keys; it moves at once and comes back with the reason if refused.

import Sortable from "../vendor/sortable.js";
import { answered, cookie, tell, toast, words } from "./toast.js";
import { requestId } from "./forms.js";

const board = () => document.getElementById("board");
const columns = () => [...board().querySelectorAll(".cards")];
let refused = null; // {id, shown}: why a card came back; it outlives a renewal of the board
let held = null; // {card, from, next}: a card picked up by the keyboard

function place(card) {
  return { list: card.parentElement, next: card.nextElementSibling };
}

function putBack(card, { list, next }) {
  list.insertBefore(card, next?.parentElement === list ? next : null);
}

function linkOf(card) {
  return card.querySelector("h3 a");
}

function clearRefusal() {
  refused?.shown.remove();
  refused = null;
}

function showRefusal(card, html) {
  clearRefusal();
  const shown = document.createElement("li");
  shown.className = "card-refusal";
  shown.innerHTML = html;
  refused = { id: card.id, shown };
  card.after(shown);
  shown.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function keepRefusal() {
  const card = refused && document.getElementById(refused.id);
  if (card && card.nextElementSibling !== refused.shown) card.after(refused.shown);
}

/** Ask the server for the move that the eye has already seen. */
async function move(card, from) {
  const to = card.parentElement.dataset.stage;
  const focused = card.contains(document.activeElement);
  clearRefusal();
  card.classList.add("moving");
  try {
    const response = await fetch(card.dataset.move, {
      method: "POST",
      body: new URLSearchParams({ to, seen: card.dataset.seen, request_id: requestId(), face: "board" }),
      headers: { "X-CSRFToken": cookie("voronka_csrf"), "HX-Request": "true" },
    });
    const html = await response.text();
    if (!response.ok) putBack(card, from);
    if (response.status === 422 || response.status === 409) showRefusal(card, html);
    else if (response.status >= 400 && response.status !== 401) toast(words.failed, { bad: true });
    await answered(response, card);
  } catch {
    putBack(card, from);
    toast(words.away, { bad: true, name: "away" });
  } finally {
    card.classList.remove("moving");
    if (focused && card.isConnected) linkOf(card).focus({ preventScroll: false });
  }
}

function neighbour(card, step) {
  const all = columns();
  return all[all.indexOf(card.parentElement) + step];
}

function carry(card, step) {
  const list = neighbour(card, step);
  if (!list) return false;
  list.prepend(card);
  linkOf(card).focus();
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
  tell(list.dataset.title);
  return true;
}

function pickUp(card) {
  held = { card, from: place(card) };
  card.classList.add("held");
  document.body.dataset.dragging = "keys";
  tell(board().dataset.held);
}

function letGo(put) {
  const { card, from } = held;
  held = null;
  card.classList.remove("held");
  delete document.body.dataset.dragging;
  const moved = card.parentElement !== from.list;
  if (!put) {
    putBack(card, from);
    linkOf(card).focus();
  } else if (moved) move(card, from);
  document.dispatchEvent(new CustomEvent("voronka:settled"));
}

function keys(event) {
  const card = event.target.closest?.(".card");
  if (!card || event.target !== linkOf(card)) return;
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (event.key === " ") {
    event.preventDefault();
    if (held) letGo(true);
    else pickUp(card);
  } else if (held && event.key === "Escape") letGo(false);
  else if (held && event.key === "Enter") {
    event.preventDefault();
    letGo(true);
  } else if (step && held) {
    event.preventDefault();
    carry(card, step);
  } else if (step && event.altKey) {
    event.preventDefault();
    const from = place(card);
    if (carry(card, step)) move(card, from);
  } else if (!held && !event.altKey) walk(card, event);
}

// Without Alt the arrows only walk from card to card.
function walk(card, event) {
  let to = null;
  if (event.key === "ArrowDown") to = card.nextElementSibling;
  if (event.key === "ArrowUp") to = card.previousElementSibling;
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step) {
    for (let list = neighbour(card, step), n = step; list && !to; n += step, list = neighbour(card, n)) to = list.querySelector(".card");
  }
  if (!to?.matches(".card")) return;
  event.preventDefault();
  linkOf(to).focus();
}

const sorted = new WeakSet();
function enable() {
  for (const list of board() ? columns() : []) {
    if (sorted.has(list)) continue;
    sorted.add(list);
    Sortable.create(list, {
      group: "deals",
      draggable: ".card",
      sort: false,
      animation: 120,
      delay: 180,
      delayOnTouchOnly: true,
      touchStartThreshold: 6,
      ghostClass: "ghost",
      dragClass: "lifted",
      scrollSensitivity: 80,
      bubbleScroll: true,
      onStart: () => (document.body.dataset.dragging = "pointer"),
      onEnd: ({ item, from, to, oldDraggableIndex }) => {
        delete document.body.dataset.dragging;
        if (from !== to) move(item, { list: from, next: from.querySelectorAll(".card")[oldDraggableIndex] ?? null });
        document.dispatchEvent(new CustomEvent("voronka:settled"));
      },
    });
  }
}

document.addEventListener("keydown", keys);
document.addEventListener("htmx:after:swap", () => {
  enable();
  keepRefusal();
});
document.addEventListener("voronka:done", ({ detail }) => detail?.bad || clearRefusal());
// A drop must not open the card that was carried.
document.addEventListener("dragstart", ({ target }) => target.closest?.(".card") && clearRefusal());
enable();
