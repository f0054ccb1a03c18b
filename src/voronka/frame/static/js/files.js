// A file that is larger than the server takes is told when it is chosen, and is not sent.

import { words } from "./toast.js";

const most = Number(words.uploadMegabytes) * 1024 * 1024;

function fits(input) {
  const large = [...input.files].some((file) => file.size > most);
  input.setCustomValidity(large ? words.tooLarge : "");
  if (large) input.reportValidity();
  return !large;
}

// The same file again, made smaller meanwhile, is no change to the browser: it says that nothing was chosen.
for (const kind of ["change", "cancel"]) {
  document.addEventListener(kind, ({ target }) => target.type === "file" && fits(target), true);
}

// Forms of doors leave their checks to the server, which would answer this one while the file is still on its way.
document.addEventListener(
  "submit",
  (event) => {
    if ([...event.target.elements].filter((field) => field.type === "file").every(fits)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);
