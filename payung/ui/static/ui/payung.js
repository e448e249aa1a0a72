// What pages can do beyond plain HTML. Everything works without it.
(() => {
  "use strict";
  // Filters send themselves when a choice changes.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-live]");
    if (form && event.target.matches("select")) form.requestSubmit();
  });
  // A dropped file lands in the file field.
  document.querySelectorAll(".drop").forEach((area) => {
    const input = area.querySelector("input[type=file]");
    ["dragenter", "dragover"].forEach((name) => area.addEventListener(name, (event) => { event.preventDefault(); area.classList.add("over"); }));
    ["dragleave", "drop"].forEach((name) => area.addEventListener(name, (event) => { event.preventDefault(); area.classList.remove("over"); }));
    area.addEventListener("drop", (event) => { if (event.dataTransfer.files.length) input.files = event.dataTransfer.files; });
  });
  // Keys press the button that carries them: <button data-key="1">.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (button) { event.preventDefault(); button.click(); }
  });
  // Ask before what cannot be undone: <form data-confirm="...">.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.confirm && !form.dataset.sure && !window.confirm(form.dataset.confirm)) { event.preventDefault(); return; }
    // A form is sent once, however often the button is pressed.
    if (form.method === "post" && !event.submitter?.formTarget) { // a preview in another tab keeps the form usable
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "1";
      window.setTimeout(() => { delete form.dataset.sent; }, 8000);
    }
  });
  document.querySelectorAll(".error-summary").forEach((box) => box.focus());
})();
