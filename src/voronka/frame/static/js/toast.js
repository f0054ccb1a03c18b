// Says what has been done, offers to undo it for ten seconds, and says it to screen readers too.

const region = document.getElementById("toasts");
const told = document.getElementById("told");
const LASTS = 10_000;

export const words = region.dataset;

/** The value of one of our cookies. */
export function cookie(name) {
  return document.cookie.match(`(?:^|; )${name}=([^;]*)`)?.[1] ?? "";
}

/** A POST of ours: the CSRF header from the cookie, which is always the current one. */
export function post(address, fields = {}) {
  return fetch(address, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "X-CSRFToken": cookie("voronka_csrf"), "HX-Request": "true" },
    keepalive: true, // whoever goes on at once has still said it
  });
}

/** Say it only to those who listen. */
export function tell(text) {
  told.textContent = "";
  requestAnimationFrame(() => (told.textContent = text));
}

function button(text, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", action);
  return made;
}

/** Show a toast; `name` keeps one of a kind, `stays` keeps it until it is taken away. */
export function toast(text, { bad = false, undo, link, name, stays = false } = {}) {
  if (name) region.querySelector(`[data-name="${name}"]`)?.remove();
  (document.querySelector("dialog[open]") ?? document.body).append(region);
  const made = document.createElement("div");
  made.className = bad ? "toast bad" : "toast";
  if (name) made.dataset.name = name;
  const said = document.createElement("span");
  said.textContent = text;
  made.append(said);
  if (undo) made.append(button(words.undo, () => takeBack(made, undo)));
  if (link) {
    const anchor = document.createElement("a");
    [anchor.href, anchor.textContent] = link;
    made.append(anchor);
  }
  region.append(made);
  tell(undo ? `${text} ${words.undo}: Ctrl+Z` : text);
  if (!stays) fade(made);
  return made;
}

function fade(made) {
  let left = LASTS;
  let since = Date.now();
  let timer = setTimeout(away, left);
  function away() {
    made.classList.add("leaving");
    setTimeout(() => made.remove(), 250);
  }
  // Nobody loses the button while pointing at it.
  made.addEventListener("pointerenter", () => {
    clearTimeout(timer);
    left -= Date.now() - since;
  });
  made.addEventListener("pointerleave", () => {
    since = Date.now();
    timer = setTimeout(away, Math.max(left, 1500));
  });
}

async function takeBack(made, address) {
  made.remove();
  try {
    await answered(await post(address));
  } catch {
    toast(words.failed, { bad: true });
  }
}

/** Act on the answer of a POST as htmx would: raise the events of HX-Trigger. Returns the answer. */
export async function answered(response, element = document.body) {
  const raised = response.headers.get("HX-Trigger") ?? "";
  if (raised.startsWith("{")) {
    for (const [name, detail] of Object.entries(JSON.parse(raised))) {
      element.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
    }
  } else if (raised) {
    element.dispatchEvent(new CustomEvent(raised, { bubbles: true }));
  }
  return response;
}

document.addEventListener("voronka:done", ({ detail }) => {
  if (detail?.toast) toast(detail.toast, { undo: detail.undo, bad: detail.bad, link: detail.link });
});

document.addEventListener("voronka:signed-out", () => {
  const next = encodeURIComponent(location.pathname + location.search);
  toast(words.signedOut, { bad: true, stays: true, name: "signed-out", link: [`${words.signInAddress}?next=${next}`, words.signIn] });
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyZ" && !event.shiftKey && !typing) {
    const last = [...region.querySelectorAll(".toast button")].at(-1);
    if (last) {
      event.preventDefault();
      last.click();
    }
  }
});

// What was said inside a dialog outlives it.
document.addEventListener("close", ({ target }) => target.contains(region) && document.body.append(region), true);

for (const made of region.querySelectorAll(".toast")) fade(made);
