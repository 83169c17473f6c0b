// Copies a listing (or what data-copy names) and says so. The buttons are hidden until this runs.
import { announce } from "./announce.js";

const SHOWN = 2000; // milliseconds that "copied" stays
const words = document.getElementById("announcer")?.dataset ?? {};

export function reveal(scope = document) {
  if (!navigator.clipboard) return;
  for (const button of scope.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
}

function textOf(button) {
  const named = button.dataset.copy && document.querySelector(button.dataset.copy);
  if (named) return named.value ?? named.textContent;
  const lines = button.closest("[data-code]")?.querySelector("pre");
  return (lines?.innerText ?? "").replace(/\n$/, "");
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(textOf(button));
  } catch {
    announce(words.copyFailed);
    return;
  }
  const copied = button.dataset.copied || words.copied || label;
  announce(copied);
  if ("done" in button.dataset) return;
  button.dataset.done = "";
  button.textContent = copied;
  setTimeout(() => {
    delete button.dataset.done;
    button.textContent = label;
  }, SHOWN);
});

reveal();
document.addEventListener("htmx:afterSwap", (event) => reveal(event.target));
