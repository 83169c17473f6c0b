// A message can be closed; the list of errors of a form that came back takes the focus.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-dismiss]");
  if (!button) return;
  button.closest("[data-message]")?.remove();
  document.getElementById("main")?.focus({ preventScroll: true });
});

document.querySelector("[data-focus-first]")?.focus();
