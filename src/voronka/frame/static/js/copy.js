// Copies a text of the page; the button is shown only where that can be done.

import { toast, words } from "./toast.js";

function show() {
  if (navigator.clipboard) for (const one of document.querySelectorAll("[data-copy][hidden]")) one.hidden = false;
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    toast(words.copied);
  } catch {
    toast(words.notCopied, { bad: true });
  }
});

document.addEventListener("htmx:after:swap", show);
show();
