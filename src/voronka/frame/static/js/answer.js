// A question's form: the server adds, removes and moves lines; what is typed stays, and outlives a sign-out.

import Sortable from "../vendor/sortable.js";
import { answered, cookie, toast, words } from "./toast.js";

const host = document.getElementById("answer");
const form = () => document.getElementById("answer-form");
const KEY = `answer:${location.pathname}`;
let begun = "";

function filled() {
  // A chapter that was opened stays open when the form is shown anew.
  for (const state of host.querySelectorAll("[data-open-state]")) state.value = state.closest("details").open ? "1" : "";
  return new URLSearchParams(new FormData(form()));
}

/** What was filled in, without what the server renews with every page. */
function told(fields = filled()) {
  const bare = new URLSearchParams(fields);
  const renewed = [...bare.keys()].filter((name) => name.endsWith(".open"));
  for (const name of ["csrfmiddlewaretoken", "request_id", "do", ...renewed]) bare.delete(name);
  return bare.toString();
}

function keep() {
  try {
    if (told() === begun) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, told());
  } catch {
    // A full or forbidden storage must not stand in the way of typing.
  }
}

function kept() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function forget() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was kept then.
  }
}

/** Let the server show the form anew, with these fields or after what a button asks of a list. */
async function ask(wish, fields = filled()) {
  fields.set("do", wish);
  fields.set("csrfmiddlewaretoken", cookie("voronka_csrf"));
  form().setAttribute("aria-busy", "true");
  try {
    const response = await fetch(form().action, {
      method: "POST",
      body: fields,
      headers: { "HX-Request": "true", "X-CSRFToken": cookie("voronka_csrf") },
    });
    await answered(response, form());
    const html = await response.text();
    if (!response.ok || html.includes("<!doctype")) {
      if (response.status !== 401) toast(words.failed, { bad: true });
      return false;
    }
    host.innerHTML = html;
    ready();
    keep();
    return true;
  } catch {
    toast(words.away, { bad: true, name: "away" });
    return false;
  } finally {
    form().removeAttribute("aria-busy");
  }
}

function focus(selector) {
  const found = host.querySelector(selector);
  found?.focus({ focusVisible: true });
  return Boolean(found);
}

async function press(button) {
  const [verb, list] = button.value.split(":");
  const line = button.closest("li");
  const place = line ? [...line.parentElement.children].indexOf(line) : 0;
  if (!(await ask(button.value))) return;
  const name = CSS.escape(list).replaceAll("\\.", ".");
  if (verb === "add") focus(`.line.fresh :is(input:not([type=hidden]), select, textarea)`);
  else if (verb === "remove") focus(`[value="add:${name}:"]`);
  else {
    const now = verb === "up" ? place - 1 : place + 1;
    const other = verb === "up" ? "down" : "up";
    focus(`[value="${verb}:${name}:${now}"]:enabled`) || focus(`[value="${other}:${name}:${now}"]`);
  }
}

function ready() {
  for (const list of host.querySelectorAll("ol[data-lines]")) {
    if (list.children.length < 2) continue;
    Sortable.create(list, {
      handle: ".grip",
      draggable: ">.line",
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      onEnd: ({ oldIndex, newIndex }) => oldIndex !== newIndex && ask("again::"),
    });
  }
}

host.addEventListener("click", (event) => {
  const button = event.target.closest('button[name="do"]');
  if (!button || button.value === "save") return;
  event.preventDefault();
  press(button);
});

host.addEventListener("change", async ({ target }) => {
  if (target.matches("[data-again]")) {
    const { name } = target;
    if (await ask("again::")) focus(`[name="${name}"]`);
  } else keep();
});

host.addEventListener("input", keep);

function note() {
  const made = document.createElement("p");
  made.className = "form-note spread";
  made.setAttribute("role", "status");
  const clear = document.createElement("button");
  clear.type = "button";
  clear.className = "link";
  clear.textContent = words.forget;
  clear.addEventListener("click", () => {
    forget();
    location.reload();
  });
  made.append(words.restored, clear);
  form().prepend(made);
}

async function begin() {
  begun = told();
  if (form().dataset.saved !== undefined) forget();
  const before = kept();
  ready();
  if (before && before !== begun && (await ask("again::", new URLSearchParams(before)))) note();
  // What is wrong with a list as a whole has no field: the words about it are looked at instead.
  const said = host.querySelector("fieldset > .error");
  said?.setAttribute("tabindex", "-1");
  (host.querySelector("[aria-invalid=true]") ?? said)?.focus();
}

begin();
