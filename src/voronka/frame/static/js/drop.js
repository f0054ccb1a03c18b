// A file is dropped anywhere on its field.

const field = document.querySelector(".drop");
const input = field?.querySelector("input[type=file]");

function told() {
  field.classList.toggle("chosen", Boolean(input.files.length) && input.validity.valid);
}

function over(event) {
  if (![...event.dataTransfer.types].includes("Files")) return;
  event.preventDefault();
  field.classList.add("over");
}

if (input) {
  input.addEventListener("change", told);
  field.addEventListener("dragenter", over);
  field.addEventListener("dragover", over);
  field.addEventListener("dragleave", (event) => {
    if (!field.contains(event.relatedTarget)) field.classList.remove("over");
  });
  field.addEventListener("drop", (event) => {
    event.preventDefault();
    field.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    const one = new DataTransfer();
    one.items.add(event.dataTransfer.files[0]);
    input.files = one.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
