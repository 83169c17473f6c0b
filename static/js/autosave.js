// What was typed into form[data-autosave="name"] survives a reload or a lost connection, in this tab alone.
// sessionStorage ends with the tab; signing out clears it, because machines are shared. Secrets are never kept.
const PREFIX = "typed:";
const SKIPPED = "[type=password], [type=file], [type=hidden], [data-no-autosave]";

const keyOf = (form) => `${PREFIX}${location.pathname}:${form.dataset.autosave}`;
const fieldsOf = (form) => [...form.elements].filter((each) => each.name && !each.matches(SKIPPED) && !each.disabled && "value" in each && each.type !== "submit");

function store(action) {
  try {
    return action(sessionStorage);
  } catch {
    return null; // storage is off: the form works, it only forgets
  }
}

function keep(form) {
  const typed = {};
  for (const each of fieldsOf(form)) {
    if (each.type === "checkbox" || each.type === "radio") continue;
    if (each.value !== each.defaultValue) typed[each.name] = each.value;
  }
  store((storage) =>
    Object.keys(typed).length ? storage.setItem(keyOf(form), JSON.stringify(typed)) : storage.removeItem(keyOf(form)),
  );
}

export function restore(scope = document) {
  for (const form of scope.querySelectorAll("form[data-autosave]")) {
    const typed = JSON.parse(store((storage) => storage.getItem(keyOf(form))) || "{}");
    for (const each of fieldsOf(form)) {
      if (Object.hasOwn(typed, each.name) && !each.value) {
        each.value = typed[each.name];
        each.dispatchEvent(new Event("input", { bubbles: true }));
        each.closest("details")?.setAttribute("open", "");
      }
    }
  }
}

export function forget() {
  store((storage) => {
    for (const key of Object.keys(storage)) if (key.startsWith(PREFIX)) storage.removeItem(key);
  });
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-autosave]");
  if (form) keep(form);
});

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  if (event.target.matches("[data-sign-out]")) forget();
  else if (event.target.matches("form[data-autosave]")) store((storage) => storage.removeItem(keyOf(event.target)));
});

if (document.body.hasAttribute("data-signed-out")) forget();
restore();
document.addEventListener("htmx:afterSwap", (event) => restore(event.target));
