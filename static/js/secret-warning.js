// Warns, before anything is sent, when what was pasted looks like a secret. The server gives the patterns
// (a JSON list in data-secret-patterns) and checks again; data-secret-warning names the element with the warning.
const compiled = new WeakMap();

function patternsOf(box) {
  if (!compiled.has(box)) {
    const sources = JSON.parse(box.dataset.secretPatterns || "[]");
    compiled.set(box, sources.flatMap(compile));
  }
  return compiled.get(box);
}

function compile(source) {
  // Python writes flags inside the pattern; JavaScript takes them beside it.
  const flags = /^\(\?([ims]+)\)/.exec(source);
  try {
    return [new RegExp(flags ? source.slice(flags[0].length) : source, flags ? flags[1] : "")];
  } catch {
    return []; // a pattern this browser cannot read: the server still checks
  }
}

document.addEventListener("input", (event) => {
  const box = event.target.closest?.("[data-secret-patterns]");
  if (!box) return;
  const warning = document.getElementById(box.dataset.secretWarning);
  if (!warning) return;
  const looksSecret = patternsOf(box).some((pattern) => pattern.test(box.value));
  if (warning.hidden === !looksSecret) return;
  warning.hidden = !looksSecret;
});
