// The contents list shows which step is being read. The list may be swapped by htmx, so it is looked up each time.
const LINE = 0.3; // of the window's height: the step whose start is above it is the one being read
const steps = [...document.querySelectorAll("[data-step]")];
let current = null;

function mark() {
  const line = innerHeight * LINE;
  const reading = steps.findLast((each) => each.getBoundingClientRect().top < line) ?? steps[0];
  for (const entry of document.querySelectorAll("[data-step-entry]")) {
    const link = entry.querySelector("a") ?? entry;
    if (entry.dataset.stepEntry === reading.dataset.step) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
  }
  if (reading === current) return;
  current = reading;
  document.dispatchEvent(new CustomEvent("step:reading", { detail: { step: reading.dataset.step } }));
}

if (steps.length) {
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      mark();
    });
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon, { passive: true });
  document.addEventListener("htmx:afterSettle", soon);
  mark();
}
