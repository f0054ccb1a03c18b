// Opens a door of the page as a dialog: the link's own page, asked for as a fragment; its form is sent from there.

import { answered, cookie, toast, words } from "./toast.js";
import { ready, sent } from "./forms.js";

const dialog = document.getElementById("dialog");
const body = document.getElementById("dialog-body");
let opener = null;

function show(html) {
  body.innerHTML = html;
  window.htmx?.process(body);
  ready(body);
  if (!dialog.open) dialog.showModal();
  // What is wrong comes before what a form usually begins with.
  const first = ["[aria-invalid=true]", "[autofocus]", "form :is(input:not([type=hidden]), textarea, select), .btn.go", "button"];
  first.map((one) => body.querySelector(one)).find(Boolean)?.focus();
}

async function ask(address, options = {}) {
  const response = await fetch(address, { ...options, headers: { "HX-Request": "true", ...options.headers } });
  await answered(response, options.from?.isConnected ? options.from : document.body);
  return response;
}

/** Open the door at this address. */
export async function open(address, from = null) {
  opener = from;
  try {
    const response = await ask(address);
    if (response.status === 401) return;
    const html = await response.text();
    if (html.includes("<!doctype")) location.assign(address);
    else show(html);
  } catch {
    toast(words.away, { bad: true, name: "away" });
  }
}

async function send(form, submitter) {
  const address = form.getAttribute("action") || location.pathname;
  const fields = new FormData(form, submitter);
  const plain = form.enctype !== "multipart/form-data";
  form.setAttribute("aria-busy", "true");
  let done = false;
  try {
    const response = await ask(address, {
      method: "POST",
      body: plain ? new URLSearchParams(fields) : fields,
      headers: { "X-CSRFToken": cookie("voronka_csrf") },
      from: form,
    });
    done = response.ok;
    if (response.status === 200) show(await response.text());
    else if (done) finish(response);
    else if (response.status !== 401) await refuse(response, form);
  } catch {
    toast(words.away, { bad: true, name: "away" });
  } finally {
    form.removeAttribute("aria-busy");
    sent(form, done);
  }
}

function finish(response) {
  const next = response.headers.get("HX-Redirect");
  dialog.close();
  if (next) location.assign(next);
}

async function refuse(response, form) {
  const html = await response.text();
  if (response.status >= 500 || html.includes("<!doctype")) return void toast(words.failed, { bad: true });
  // The page that came back can't know what files were chosen.
  const chosen = [...form.querySelectorAll("input[type=file]")].map((field) => [field.name, field.files]);
  show(html);
  for (const [name, files] of chosen) {
    const field = body.querySelector(`input[type=file][name="${name}"]`);
    if (field && files.length) field.files = files;
  }
}

document.addEventListener("click", (event) => {
  const { target } = event;
  if (target.closest?.("[data-close-dialog]")) target.closest("dialog").close();
  const name = target.closest?.("[data-open]")?.dataset.open;
  if (name) document.getElementById(name).showModal();
  if (target.closest?.("[data-renew]")) {
    event.preventDefault();
    location.reload();
  }
  const door = target.closest?.("a[data-dialog]");
  if (!door || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  open(door.href, door);
});

body.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.dataset.plain !== undefined) return;
  event.preventDefault();
  send(event.target, event.submitter);
});

for (const one of document.querySelectorAll("dialog")) {
  // A press on the veil lets go, unless something was typed.
  one.addEventListener("click", (event) => {
    if (event.target === one && !one.querySelector("form[data-draft]")) one.close();
  });
}
// What was refused before has been mended or is out of date.
document.addEventListener("voronka:done", ({ detail }) => detail?.bad || document.getElementById("move-answer")?.replaceChildren());

dialog.addEventListener("close", () => {
  body.replaceChildren();
  if (opener?.isConnected) opener.focus();
  else document.getElementById(opener?.id)?.focus();
});
