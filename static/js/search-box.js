// The box of the search page takes several lines when they are pasted; Enter searches, unless it ends a conversion.
const WIDE = matchMedia("(width >= 60rem)");

document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.("[data-search-box]");
  if (!box || event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  box.form.requestSubmit();
});

// One line goes into the address at once: reloading asks nothing, and who must sign in first comes back to it.
document.addEventListener("submit", ({ target: form }) => {
  const box = form.querySelector("[data-search-box]");
  if (!box) return;
  const typed = box.value.trim();
  const isShort = typed.length <= 400 && !typed.includes("\n");
  if (isShort) box.value = typed; // a line that was begun and left empty is none
  form.method = isShort ? "get" : "post";
  form.querySelector("[name=csrfmiddlewaretoken]").disabled = isShort;
});

// Filters stand open where there is room beside the results.
if (WIDE.matches) for (const each of document.querySelectorAll("details[data-open-wide]")) each.open = true;
