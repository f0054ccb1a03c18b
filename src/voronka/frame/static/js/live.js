// Shows what others do: asks what has changed, then fetches again only the parts of the page that show it.

import { answered, toast, words } from "./toast.js";

const MARKED = "[data-live]";
const PACE = { active: 1000, idle: 5000, calm: 15_000, hidden: 60_000 };

let after = document.body.dataset.after;
let touched = Date.now();
let timer = 0;
let failures = 0;
let asking = false;
const waiting = new Set();

const marked = () => [...document.querySelectorAll(MARKED)];
const topicsOf = (element) => element.dataset.live.split(/\s+/).filter(Boolean);

/** How long until the next question. A board on a wall is always looked at; jitter keeps pages from asking in step. */
function pause() {
  let wait = PACE.active;
  const still = Date.now() - touched;
  if (document.hidden) wait = PACE.hidden;
  else if (failures) wait = Math.min(1000 * 2 ** failures, 30_000);
  else if (document.querySelector("[data-live-always]")) wait = PACE.active;
  else if (still > 600_000) wait = PACE.calm;
  else if (still > 60_000) wait = PACE.idle;
  return wait * (0.85 + Math.random() * 0.3);
}

function plan(wait = pause()) {
  clearTimeout(timer);
  timer = setTimeout(ask, wait);
}

async function ask() {
  const topics = [...new Set(marked().flatMap(topicsOf))];
  if (!topics.length || !after || asking) return plan();
  asking = true;
  try {
    const response = await fetch(`/live?after=${encodeURIComponent(after)}&topics=${encodeURIComponent(topics.join(","))}`, {
      headers: { "HX-Request": "true" },
      signal: AbortSignal.timeout(10_000),
    });
    if (response.status === 401) return await answered(response);
    if (response.status >= 500) throw new Error(String(response.status));
    reached();
    if (response.status === 200) {
      const told = await response.json();
      after = told.after;
      refresh(told.topics);
    }
  } catch {
    missed();
  } finally {
    asking = false;
    if (!document.querySelector('[data-name="signed-out"]')) plan();
  }
}

function missed() {
  failures += 1;
  if (failures === 2) toast(words.away, { bad: true, stays: true, name: "away" });
}

function reached() {
  if (failures >= 2) {
    document.querySelector('[data-name="away"]')?.remove();
    toast(words.back, { name: "back" });
  }
  failures = 0;
}

/** Fetch again every part that shows one of these topics; a part in use waits until it is left. */
export function refresh(topics) {
  const told = new Set(topics);
  for (const element of marked()) {
    if (topicsOf(element).some((topic) => told.has(topic))) renew(element);
  }
}

function inUse(element) {
  const focused = document.activeElement;
  return (
    document.body.dataset.dragging !== undefined ||
    (element.contains(focused) && focused.matches("input, textarea, select"))
  );
}

function source(element) {
  const address = new URL(element.dataset.src ?? location.href, location.href);
  for (const list of element.querySelectorAll("[data-shown]")) {
    const shown = list.querySelectorAll(list.dataset.shown).length;
    if (shown) address.searchParams.set(`shown.${list.dataset.stage}`, String(shown));
  }
  return address.pathname + address.search;
}

async function renew(element) {
  if (inUse(element)) return void waiting.add(element);
  waiting.delete(element);
  if (element.dataset.renewing) return void (element.dataset.again = "yes");
  element.dataset.renewing = "yes";
  try {
    const select = element.dataset.src ? undefined : `#${element.id}`;
    await window.htmx.ajax("GET", source(element), { target: element, swap: "outerMorph ignoreTitle:true", select });
  } finally {
    delete element.dataset.renewing;
    if (element.dataset.again) {
      delete element.dataset.again;
      renew(element);
    }
  }
}

// Somebody may have picked a card up, or begun to type, while the answer was on its way.
document.addEventListener("htmx:before:swap", (event) => {
  const { target } = event.detail.ctx;
  if (!target?.dataset?.renewing || !inUse(target)) return;
  event.preventDefault();
  waiting.add(target);
});

function settle() {
  for (const element of [...waiting]) if (element.isConnected) renew(element);
}

for (const name of ["pointerdown", "keydown", "pointermove", "wheel", "touchstart"]) {
  document.addEventListener(
    name,
    () => {
      const slept = Date.now() - touched > 60_000;
      touched = Date.now();
      if (slept) plan(0);
    },
    { passive: true },
  );
}
document.addEventListener("visibilitychange", () => plan(document.hidden ? undefined : 0));
document.addEventListener("focusout", () => setTimeout(settle));
document.addEventListener("voronka:settled", settle);
document.addEventListener("voronka:done", ({ detail }) => refresh(detail?.topics ?? []));
window.addEventListener("online", () => plan(0));
window.addEventListener("offline", () => plan(0));
plan();
