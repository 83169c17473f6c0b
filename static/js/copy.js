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
  const listing = button.closest("[data-code]");
  // Not innerText: each line is a block of its own, so every newline would come twice.
  const text = listing?.querySelector("pre")?.textContent ?? "";
  const typed = { console: commandsOf, pycon: statementsOf }[listing?.dataset.language]?.(text) ?? [];
  if (typed.length) return typed.join("\n");
  return listing?.querySelector(".code__title") ? text : text.replace(/\n$/, ""); // a file ends with a newline
}

// Of a session only what was typed, without its prompts: pasted, the rest would be an error.
function commandsOf(session) {
  const typed = [];
  let goesOn = false;
  for (const line of session.split("\n")) {
    const command = goesOn ? line.replace(/^> ?/, "") : /^\$ (.*)$/.exec(line)?.[1];
    if (command === undefined) continue;
    typed.push(command);
    goesOn = command.endsWith("\\");
  }
  return typed;
}

function statementsOf(session) {
  const typed = [];
  let goesOn = false; // three dots lead on a statement; below an answer they are part of what was printed
  for (const line of session.split("\n")) {
    const [, prompt, statement] = /^(>>>|\.\.\.)(?: (.*))?$/.exec(line) ?? [];
    goesOn = prompt === ">>>" || (goesOn && prompt === "...");
    if (goesOn) typed.push(statement ?? "");
  }
  return typed;
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
