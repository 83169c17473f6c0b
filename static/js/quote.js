// Words marked in a material can be reported as a mistake: a link appears beside them, with the words and their step.
const link = document.querySelector("[data-quote-button]");
const LONGEST = 500;

function place() {
  const marked = document.getSelection();
  const words = marked?.toString().trim() ?? "";
  const within = marked?.anchorNode?.parentElement?.closest(".material__body .prose");
  if (!words || words.length > LONGEST || !within || marked.isCollapsed) {
    link.hidden = true;
    return;
  }
  const address = new URL(link.dataset.quoteUrl, location.href);
  const step = within.closest("[data-step]")?.dataset.step;
  if (step) address.searchParams.set("step", step);
  address.searchParams.set("quote", words);
  link.href = address.pathname + address.search;
  link.hidden = false;
}

if (link) document.addEventListener("selectionchange", () => {
  clearTimeout(link.timer);
  link.timer = setTimeout(place, 250);
});
