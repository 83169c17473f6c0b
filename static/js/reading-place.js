// Tells the server where the reader is in a material, so that the next visit begins there. It listens to the contents
// (toc-highlight.js says which step is being read) and posts seldom: when a step was read for a while, and on leaving.
const LINGERED = 8_000; // milliseconds at a step before it counts
const APART = 20_000; // milliseconds between two posts at least
const page = document.querySelector("[data-reading][data-place-url]");
const address = page?.dataset.placeUrl;
let reading = null;
let told = null;
let toldAt = 0;
let waiting = 0;

function tell() {
  clearTimeout(waiting);
  if (!address || !reading || reading === told) return;
  const left = APART - (Date.now() - toldAt);
  if (left > 0) {
    waiting = setTimeout(tell, left);
    return;
  }
  send();
}

function send() {
  if (!address || !reading || reading === told) return;
  told = reading;
  toldAt = Date.now();
  const body = new FormData(document.getElementById("marks"));
  body.set("step", told);
  fetch(address, { method: "POST", body, keepalive: true, headers: { "X-Requested-With": "fetch" } }).catch(() => {
    told = null; // offline: the next step tries again
  });
}

if (address && document.getElementById("marks")) {
  let scrolled = false;
  addEventListener("scroll", () => (scrolled = true), { once: true, passive: true });
  document.addEventListener("step:reading", (event) => {
    reading = event.detail.step;
    clearTimeout(waiting);
    // Opening a page is not reading it: whoever only looks keeps the place of yesterday.
    if (scrolled) waiting = setTimeout(tell, LINGERED);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && scrolled) send();
  });
}
