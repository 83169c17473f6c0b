// The palette: suggests while somebody types, also in the middle of a conversion; Enter belongs to the conversion then.
// Keys that are quicker than the answer wait for it: what stands in the list meanwhile belongs to older letters.
const PAUSE = 120; // milliseconds after a key before the server is asked
const PATIENCE = 1500; // milliseconds that Enter waits for an answer, and after which the palette says that it waits
const LONGEST = 400; // characters that go into an address; more is posted
const dialog = document.querySelector("[data-palette]");
const input = dialog?.querySelector("[data-palette-input]");
const list = dialog?.querySelector("[role=listbox]");
const pasted = dialog?.querySelector("[data-palette-pasted]");
const paste = dialog?.querySelector("[data-palette-paste]");
const failed = dialog?.querySelector("[data-palette-failed]");
const slow = dialog?.querySelector("[data-palette-slow]");
let timer = 0;
let waiting = 0; // a timer while an answer is awaited
let steps = 0; // arrows that were pressed meanwhile
let entered = null; // Enter that was pressed meanwhile
let chosen = null;

const options = () => [...list.querySelectorAll("[role=option]")];

function choose(option) {
  chosen?.setAttribute("aria-selected", "false");
  chosen = option ?? null;
  if (!chosen) return input.removeAttribute("aria-activedescendant");
  chosen.setAttribute("aria-selected", "true");
  input.setAttribute("aria-activedescendant", chosen.id);
  return chosen.scrollIntoView({ block: "nearest" });
}

function walk(direction) {
  if (waiting) {
    steps += direction;
    return;
  }
  const all = options();
  const at = all.indexOf(chosen);
  choose(at < 0 ? all.at(direction > 0 ? 0 : -1) : all[(at + direction + all.length) % all.length]);
}

function awaitAnswer() {
  forgetWait();
  waiting = setTimeout(() => {
    slow.hidden = false;
    if (entered) submit();
  }, PATIENCE);
}

function forgetWait() {
  clearTimeout(waiting);
  waiting = steps = 0;
  entered = null;
  slow.hidden = true;
}

const submit = () => dialog.querySelector("[data-palette-form]").requestSubmit();

// What was pressed before the answer came, as if it had been pressed now.
function catchUp() {
  const [walked, enter] = [steps, entered];
  forgetWait();
  for (let at = 0; at < Math.abs(walked); at += 1) walk(Math.sign(walked));
  if (enter) chosen ? follow(enter) : submit();
}

function ask(pause = PAUSE) {
  clearTimeout(timer);
  choose(null); // what stands there belongs to older letters
  awaitAnswer();
  timer = setTimeout(() => {
    timer = 0;
    input.dispatchEvent(new CustomEvent("offer", { bubbles: true }));
  }, pause);
}

export function openPalette() {
  if (!dialog) return false;
  if (!dialog.open) dialog.showModal();
  input.focus();
  input.select();
  ask(0);
  return true;
}

// What does not fit a line or an address is kept whole beside the box and posted.
function keepLines(text) {
  const lines = text.split("\n").filter((line) => line.trim());
  paste.value = text.slice(0, 10000);
  paste.disabled = false;
  input.disabled = true;
  list.hidden = true;
  pasted.hidden = false;
  const words = pasted.querySelector("[data-lines]");
  words.textContent = words.dataset.lines.replace("{count}", lines.length);
  pasted.querySelector("pre").textContent = lines.slice(0, 8).join("\n");
  pasted.querySelector("button").focus();
}

function forgetLines() {
  const form = dialog.querySelector("[data-palette-form]");
  form.method = "get";
  form.querySelector("[name=csrfmiddlewaretoken]")?.remove();
  paste.value = "";
  paste.disabled = true;
  input.disabled = false;
  list.hidden = false;
  pasted.hidden = true;
}

function post(form) {
  const { "X-CSRFToken": token } = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "csrfmiddlewaretoken", value: token });
  form.append(field);
  form.method = "post";
}

// With the key that opens a link in a tab of its own, it does.
function follow({ ctrlKey, metaKey, shiftKey }) {
  chosen.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }));
}

function onKey(event) {
  if (event.isComposing || event.keyCode === 229) return; // the keys of a conversion are its own
  if (event.key === "ArrowDown" || event.key === "ArrowUp") walk(event.key === "ArrowDown" ? 1 : -1);
  else if (event.key === "Enter" && chosen) follow(event);
  else if (event.key === "Enter" && waiting && slow.hidden) entered = event;
  else return;
  event.preventDefault();
}

// This page has its own twin in the other language, which the server cannot know.
function knowTwins() {
  for (const option of list.querySelectorAll("[data-switches]")) {
    const twin = document.querySelector(`link[rel=alternate][hreflang="${option.dataset.switches}"]`);
    if (twin) option.href = twin.href;
  }
}

function onAnswer() {
  list.removeAttribute("aria-busy");
  failed.hidden = true;
  knowTwins();
  if (timer) return; // it was about older letters
  choose(list.querySelector("[data-first]"));
  catchUp();
}

function onFailure() {
  if (timer) return;
  list.replaceChildren();
  document.getElementById("palette-note").replaceChildren();
  list.setAttribute("aria-busy", "true"); // an empty list says that it waits
  failed.hidden = false;
  steps = 0;
  catchUp();
}

if (dialog) {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-palette-open]");
    if (opener && openPalette()) event.preventDefault();
  });
  input.addEventListener("input", () => ask());
  input.addEventListener("keydown", onKey);
  input.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain").trim() ?? "";
    if (!text.includes("\n") && text.length <= LONGEST) return;
    event.preventDefault();
    keepLines(text);
  });
  dialog.querySelector("[data-palette-form]").addEventListener("submit", (event) => {
    if (!paste.disabled) post(event.target);
  });
  dialog.addEventListener("close", () => {
    clearTimeout(timer);
    forgetWait();
    forgetLines();
    choose(null);
  });
  addEventListener("pageshow", (event) => event.persisted && dialog.close()); // back from what it led to
  document.addEventListener("htmx:afterSwap", (event) => event.detail.target === list && onAnswer());
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => event.detail.elt === input && onFailure());
  }
}
