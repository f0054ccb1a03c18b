// Prints a document, and fetches its PDF while saying so: a bare link would leave a person waiting in silence.

import { tell, toast } from "./toast.js";

for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  const link = event.target.closest("a[data-fetch]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.getAttribute("aria-busy") !== "true") bring(link);
});

async function bring(link) {
  const title = link.textContent;
  link.setAttribute("aria-busy", "true");
  link.textContent = link.dataset.busy;
  tell(link.dataset.busy);
  try {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(answer.status);
    const address = URL.createObjectURL(await answer.blob());
    Object.assign(document.createElement("a"), { href: address, download: link.download }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    tell(link.dataset.done);
  } catch {
    toast(link.dataset.failed, { bad: true });
  }
  link.textContent = title;
  link.removeAttribute("aria-busy");
}
