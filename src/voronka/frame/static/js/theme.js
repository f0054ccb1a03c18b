// Changes the colours at once, and lets the server remember the choice.

import { post } from "./toast.js";

document.addEventListener("submit", (event) => {
  const form = event.target.closest?.("[data-theme-form]");
  const chosen = event.submitter?.value;
  if (!form || !chosen) return;
  event.preventDefault();
  delete form.dataset.busy;
  document.documentElement.dataset.theme = chosen;
  for (const button of document.querySelectorAll("[data-theme-form] button")) {
    button.setAttribute("aria-pressed", String(button.value === chosen));
  }
  post(form.action, { theme: chosen }).catch(() => {});
});

// An open menu of the rail closes when one presses elsewhere.
document.addEventListener("click", ({ target }) => {
  for (const menu of document.querySelectorAll("details.rail-foot[open], details[data-menu][open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.rail-foot[open], details[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
