// A picture opens larger in a dialog; without a script its link opens the picture itself.
const dialog = document.querySelector("[data-lightbox-dialog]");

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-lightbox]");
  if (!dialog || !link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const shown = dialog.querySelector("[data-lightbox-image]");
  const small = link.querySelector("img");
  shown.src = link.href;
  shown.alt = small?.alt ?? "";
  dialog.querySelector("[data-lightbox-original]").href = link.href;
  dialog.showModal();
});
