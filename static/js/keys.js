// Keyboard habits: / searches (Ctrl-K, ⌘K on a Mac, while typing too), g then a letter goes places, j and k walk the steps of a material or what was found, ?
// shows help.
// Off while typing, with a modifier held, in a dialog, and for those who turned it off (no data-shortcuts on <html>).
import { openPalette } from "./palette.js";

const APPLE = /^(Mac|iP)/.test(navigator.platform); // there Ctrl-K cuts a line while one types
const HELD = 1200; // milliseconds that g waits for its letter
const helpDialog = document.querySelector("[data-keys-dialog]");
let goingUntil = 0;

const isTyping = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable]");

function go(letter) {
  const link = document.querySelector(`[data-go="${CSS.escape(letter)}"]`);
  if (link) location.assign(link.href);
  return Boolean(link);
}

function headingOf(each) {
  return each.matches("h1, h2, h3, h4") ? each : each.querySelector("h1, h2, h3, h4") ?? each;
}

// The step that a key walked to last, while it is in sight: two short ones at the foot of a page never reach the top.
function heldBy(steps) {
  const { top, bottom } = document.activeElement.getBoundingClientRect();
  const found = steps.findIndex((each) => headingOf(each) === document.activeElement);
  return found >= 0 && bottom > 0 && top < innerHeight ? found : null;
}

// Where one scrolled to: going back from the middle of a step first returns to its beginning.
function lastAbove(steps, direction) {
  const line = direction > 0 ? 124 : 96; // below the header that stays
  const found = steps.findLastIndex((each) => each.getBoundingClientRect().top < line);
  return direction > 0 ? found : found + 1;
}

function step(direction) {
  const steps = [...document.querySelectorAll("[data-step]")];
  if (!steps.length) return false;
  const target = steps[direction + (heldBy(steps) ?? lastAbove(steps, direction))];
  if (!target) return false;
  target.scrollIntoView({ block: "start", behavior: "instant" }); // the next key must not wait for a scroll to end
  const heading = headingOf(target);
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  return true;
}

// What was found: j and k go from one to the next, Enter follows the link that has the focus.
function hit(direction) {
  const links = [...document.querySelectorAll("[data-hit] .hit__title a")];
  const at = links.indexOf(document.activeElement);
  const target = links[at < 0 && direction < 0 ? 0 : at + direction];
  target?.focus();
  target?.closest("[data-hit]").scrollIntoView({ block: "nearest", behavior: "instant" });
  return links.length > 0;
}

const next = (direction) => step(direction) || hit(direction);

// A page that is itself a search has its own box; everywhere else the palette opens.
function search() {
  const box = document.querySelector("[data-search]");
  if (!box) return openPalette();
  box.focus();
  box.select?.();
  return true;
}

function showHelp() {
  helpDialog?.showModal();
  return Boolean(helpDialog);
}

const ACTIONS = { "/": search, "?": showHelp, j: () => next(1), n: () => next(1), k: () => next(-1), p: () => next(-1) };

const isSearchKey = (event) =>
  event.key.toLowerCase() === "k" && (APPLE ? event.metaKey : event.ctrlKey) && !event.shiftKey && !event.altKey;

document.addEventListener("keydown", (event) => {
  if (!("shortcuts" in document.documentElement.dataset) || event.defaultPrevented || event.isComposing) return;
  if (isSearchKey(event) && !document.querySelector("dialog[open]:not([data-palette])")) {
    if (search()) event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "g") {
    goingUntil = Date.now() + HELD;
    return;
  }
  const going = Date.now() < goingUntil;
  goingUntil = 0;
  const acted = going ? go(event.key) : Object.hasOwn(ACTIONS, event.key) && ACTIONS[event.key]();
  if (acted) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-open-keys]")) showHelp();
  const closer = event.target.closest("dialog [data-close]");
  if (closer) closer.closest("dialog").close();
  else if (event.target instanceof HTMLDialogElement) event.target.close(); // a click beside it
});
