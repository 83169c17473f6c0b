// Narrows a list that is already on the page: input[data-filter="#list"] hides the items that do not contain the words.
import { announce } from "./announce.js";

const fold = (text) => text.normalize("NFKC").toLowerCase();

document.addEventListener("input", (event) => {
  const box = event.target.closest?.("[data-filter]");
  const list = box && document.querySelector(box.dataset.filter);
  if (!list) return;
  const words = fold(box.value).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const item of list.querySelectorAll("[data-filter-item]")) {
    const text = fold(item.dataset.filterItem || item.textContent);
    item.hidden = !words.every((word) => text.includes(word));
    shown += item.hidden ? 0 : 1;
  }
  for (const group of list.querySelectorAll("[data-filter-group]")) {
    group.hidden = !group.querySelector("[data-filter-item]:not([hidden])");
  }
  announce(box.dataset.filterFound?.replace("{count}", shown));
});
