// Ticks in a list: a range with Shift, all of the page at once; what is ticked stays so when the list comes anew.

const list = document.getElementById("list");
const bar = document.getElementById("choose");
const count = bar?.querySelector("[data-count]");
const chosen = new Set();
let last = "";

const boxes = () => [...list.querySelectorAll("input[data-pick]")];
const whole = () => list.querySelector("input[data-pick-all]");

/** What the boxes say now, told in the bar and at the head. */
function tell() {
  const all = boxes();
  chosen.clear();
  for (const box of all) if (box.checked) chosen.add(box.value);
  count.textContent = count.dataset.words.replace("{n}", chosen.size);
  const head = whole();
  if (!head) return;
  head.hidden = false;
  head.checked = all.length > 0 && chosen.size === all.length;
  head.indeterminate = chosen.size > 0 && chosen.size < all.length;
}

function tick(on, some = boxes()) {
  for (const box of some) box.checked = on;
  tell();
}

function clicked(event) {
  const box = event.target;
  if (box.matches?.("input[data-pick-all]")) return tick(box.checked);
  if (!box.matches?.("input[data-pick]")) return;
  const all = boxes();
  const [from, to] = [all.findIndex((one) => one.value === last), all.indexOf(box)].sort((a, b) => a - b);
  if (event.shiftKey && from >= 0) tick(box.checked, all.slice(from, to + 1));
  last = box.value;
  tell();
}

if (list && bar) {
  list.addEventListener("click", clicked);
  for (const button of bar.querySelectorAll("[data-pick-do]")) {
    button.hidden = false;
    button.addEventListener("click", () => tick(button.dataset.pickDo === "all"));
  }
  // Others' changes bring the list anew: the ticks are put back before anybody misses them.
  new MutationObserver(() => {
    for (const box of boxes()) if (chosen.has(box.value)) box.checked = true;
    tell();
  }).observe(list, { childList: true, subtree: true });
  window.addEventListener("pageshow", tell);
  tell();
}
