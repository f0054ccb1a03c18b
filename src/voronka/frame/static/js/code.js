// The passport as text: numbered lines, findings that lead to their place, checked while it is typed, never lost.

import { cookie, words } from "./toast.js";

const editor = document.querySelector("[data-code]");
const area = editor.querySelector("textarea");
const gutter = editor.querySelector(".code-lines");
const checked = document.getElementById("checked");
const state = area.form.elements.namedItem("draft");
const KEY = `text:${editor.dataset.code}`;
const PAUSE = 400;
let begun = area.value;
let waiting = null;
let asking = null;
let leaving = false; // Esc was pressed: the next Tab goes on through the page

function number() {
  const marks = new Map();
  for (const one of checked.querySelectorAll("[data-line]")) {
    const line = Number(one.dataset.line);
    if (marks.get(line) !== "bad") marks.set(line, one.dataset.grade === "error" ? "bad" : "warn");
  }
  const count = area.value.split("\n").length;
  gutter.replaceChildren(
    ...Array.from({ length: count }, (_, index) => {
      const made = document.createElement("span");
      made.textContent = index + 1;
      if (marks.has(index + 1)) made.className = marks.get(index + 1);
      return made;
    }),
  );
  gutter.scrollTop = area.scrollTop;
}

function go(line, column) {
  const lines = area.value.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const height = parseFloat(getComputedStyle(area).lineHeight);
  area.focus();
  area.setSelectionRange(before + column - 1, before + (lines[line - 1] ?? "").length);
  area.scrollTop = Math.max(0, (line - 6) * height);
  area.scrollIntoView({ block: "nearest" });
}

async function check() {
  asking?.abort();
  const mine = (asking = new AbortController());
  const slow = setTimeout(() => checked.setAttribute("aria-busy", "true"), 300);
  try {
    const response = await fetch(editor.dataset.check, {
      method: "POST",
      body: new URLSearchParams({ text: area.value }),
      headers: { "HX-Request": "true", "X-CSRFToken": cookie("voronka_csrf") },
      signal: mine.signal,
    });
    if (response.ok) {
      checked.innerHTML = await response.text();
      number();
    }
  } catch {
    // A newer question took its place, or the server is away: the next key asks again.
  } finally {
    clearTimeout(slow);
    if (asking === mine) checked.removeAttribute("aria-busy");
  }
}

function keep() {
  try {
    if (area.value === begun) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify({ draft: state.value, text: area.value }));
  } catch {
    // A full or forbidden storage must not stand in the way of typing.
  }
}

function restore() {
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    sessionStorage.removeItem(KEY);
  } catch {
    return;
  }
  if (!kept || kept.text === area.value) return;
  area.value = kept.text;
  // Under the number that was seen then: what others have saved since is told, not overwritten.
  state.value = kept.draft;
  keep();
  const made = document.createElement("p");
  made.className = "form-note spread";
  made.setAttribute("role", "status");
  const clear = document.createElement("button");
  clear.type = "button";
  clear.className = "link";
  clear.textContent = words.forget;
  clear.addEventListener("click", () => {
    sessionStorage.removeItem(KEY);
    location.reload();
  });
  made.append(words.restored, clear);
  area.form.prepend(made);
  check();
}

/** Put text in the place of what is selected, so that the browser's own undo knows of it. */
function put(text) {
  if (!document.execCommand("insertText", false, text)) area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
}

function shift(out) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  if (from === to && !out) return put("  ");
  const begin = value.lastIndexOf("\n", from - 1) + 1;
  const end = value.indexOf("\n", to) === -1 ? value.length : value.indexOf("\n", to);
  const moved = value
    .slice(begin, end)
    .split("\n")
    .map((line) => (out ? line.replace(/^ {1,2}/, "") : `  ${line}`))
    .join("\n");
  area.setSelectionRange(begin, end);
  put(moved);
  area.setSelectionRange(begin, begin + moved.length);
}

area.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    leaving = true;
    return;
  }
  if (event.key === "Tab" && !leaving && !event.ctrlKey && !event.altKey) {
    event.preventDefault();
    shift(event.shiftKey);
  } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
    const line = area.value.slice(area.value.lastIndexOf("\n", area.selectionStart - 1) + 1, area.selectionStart);
    event.preventDefault();
    put(`\n${line.match(/^ */)[0]}`);
  }
  if (event.key !== "Shift") leaving = false;
});

area.addEventListener("input", () => {
  number();
  keep();
  clearTimeout(waiting);
  waiting = setTimeout(check, PAUSE);
});
area.addEventListener("scroll", () => (gutter.scrollTop = area.scrollTop));

checked.addEventListener("click", (event) => {
  const place = event.target.closest("[data-line]");
  if (!place) return;
  event.preventDefault();
  go(Number(place.dataset.line), Number(place.dataset.column));
});

document.getElementById("upload")?.addEventListener("change", async ({ target }) => {
  const [file] = target.files;
  if (!file || !target.validity.valid) return;
  area.focus();
  area.select();
  put((await file.text()).replaceAll("\r\n", "\n"));
  target.value = "";
  check();
});

restore();
number();
begun = area.defaultValue;
