// Keeps what is typed: drafts outlive a sign-out, a stale page and a slip of the hand; a form is sent once.

const KEEP = "draft:";

function cookie(name) {
  return document.cookie.match(`(?:^|; )${name}=([^;]*)`)?.[1] ?? "";
}

/** A name for this sending; the server knows a repeated one again. Works without a secure context too. */
export function requestId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function draftKey(form) {
  return `${KEEP}${form.dataset.draft || form.getAttribute("action") || location.pathname}`;
}

function fields(form) {
  return [...form.elements].filter(
    (field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type) && field.tagName !== "FIELDSET",
  );
}

function value(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked;
  return field.value;
}

function untouched(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked === field.defaultChecked;
  if (field.tagName === "SELECT") return [...field.options].every((option) => option.selected === option.defaultSelected);
  return field.value === field.defaultValue;
}

function identity(field) {
  return field.type === "radio" || field.type === "checkbox" ? `${field.name}=${field.value}` : field.name;
}

function keep(form) {
  const kept = {};
  for (const field of fields(form)) if (!untouched(field)) kept[identity(field)] = value(field);
  try {
    if (Object.keys(kept).length) sessionStorage.setItem(draftKey(form), JSON.stringify(kept));
    else sessionStorage.removeItem(draftKey(form));
  } catch {
    // A full or forbidden storage must not stand in the way of typing.
  }
}

function forget(form) {
  try {
    sessionStorage.removeItem(draftKey(form));
  } catch {
    // Nothing was kept then.
  }
}

function restore(form) {
  if (form.dataset.restored) return;
  form.dataset.restored = "yes";
  let kept = {};
  try {
    kept = JSON.parse(sessionStorage.getItem(draftKey(form)) ?? "{}");
  } catch {
    return;
  }
  let any = false;
  for (const field of fields(form)) {
    const typed = kept[identity(field)];
    if (typed === undefined || !untouched(field) || value(field) === typed) continue;
    if (typeof typed === "boolean") field.checked = typed;
    else field.value = typed;
    any = true;
  }
  if (any) note(form);
}

function note(form) {
  const words = document.getElementById("toasts")?.dataset;
  if (!words) return;
  const made = document.createElement("p");
  made.className = "form-note spread";
  made.setAttribute("role", "status");
  const clear = document.createElement("button");
  clear.type = "button";
  clear.className = "link";
  clear.textContent = words.forget;
  clear.addEventListener("click", () => {
    form.reset();
    forget(form);
    made.remove();
  });
  made.append(words.restored, clear);
  form.prepend(made);
}

/** Make the forms inside ready: what was typed before comes back. */
export function ready(root = document) {
  for (const form of root.querySelectorAll("form[data-draft]")) restore(form);
}

function stamp(form) {
  let field = form.elements.namedItem("request_id");
  if (!field) {
    field = document.createElement("input");
    field.type = "hidden";
    field.name = "request_id";
    form.append(field);
  }
  if (!field.value) field.value = requestId();
}

document.addEventListener("input", ({ target }) => {
  const form = target.closest?.("form[data-draft]");
  if (!form) return;
  keep(form);
  // What is sent with other words is another request.
  const field = form.elements.namedItem("request_id");
  if (field) field.value = "";
});

/** What the page is narrowed to: as its address says, and as its search field has it now. */
function narrowed() {
  const asked = new URLSearchParams(location.search);
  const search = document.querySelector("main form[role=search]");
  for (const [name, value] of search ? new FormData(search) : []) {
    if (value) asked.set(name, value);
    else asked.delete(name);
  }
  return asked;
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    // Not form.method: a field of that name (how money came) would answer instead.
    if (form.getAttribute("method")?.toLowerCase() !== "post") return;
    if (form.dataset.busy) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    stamp(form);
    const token = form.elements.namedItem("csrfmiddlewaretoken");
    if (token && cookie("voronka_csrf")) token.value = cookie("voronka_csrf");
    if (form.hasAttribute("data-again")) {
      // A file comes and the page stays: what is chosen now counts, and the next file may be asked for at once.
      form.action = `${form.action.split("?")[0]}?${narrowed()}`;
      form.closest("details[data-menu]")?.removeAttribute("open");
      return;
    }
    form.dataset.busy = "yes";
    setTimeout(() => delete form.dataset.busy, 8000);
  },
  true,
);

/** The answer came: the form may be sent again, and a draft that was taken is forgotten. */
export function sent(form, done) {
  delete form.dataset.busy;
  if (done) forget(form);
}

window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.busy;
});
document.addEventListener("htmx:config:request", ({ detail }) => {
  detail.ctx.request.headers["X-CSRFToken"] = cookie("voronka_csrf");
});
document.addEventListener("htmx:finally:request", ({ target, detail }) => {
  delete target?.dataset?.busy;
  // What was answered is over, and pressing again asks anew; what was not is asked again under its old name.
  const field = target?.elements?.namedItem?.("request_id");
  if (field && detail.ctx?.response) field.value = "";
});

ready();

// A filter works when it is chosen; what is empty stays out of the address.
document.addEventListener("change", ({ target }) => target.form?.matches("form[data-autosubmit]") && target.form.requestSubmit());
document.addEventListener("formdata", ({ target, formData }) => {
  if (!target.matches("form[data-autosubmit]")) return;
  for (const [name, value] of [...formData]) if (!value) formData.delete(name);
});
