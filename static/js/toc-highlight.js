// The contents list shows which step is being read, and the address follows so that a reload comes back to it.
const entries = new Map([...document.querySelectorAll("[data-step-entry]")].map((each) => [each.dataset.stepEntry, each]));
const steps = [...document.querySelectorAll("[data-step]")].filter((each) => entries.has(each.dataset.step));
const LINE = 0.3; // of the window's height: the step whose start is above it is the one being read
let current = null;

function mark() {
  const line = innerHeight * LINE;
  const reading = steps.findLast((each) => each.getBoundingClientRect().top < line) ?? steps[0];
  if (!reading || reading === current) return;
  current = reading;
  for (const [id, entry] of entries) {
    const link = entry.querySelector("a") ?? entry;
    if (id === reading.dataset.step) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
  }
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
  mark();
}
