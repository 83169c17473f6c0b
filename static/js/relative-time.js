// "5 minutes ago" stays true while the page is open, and the whole moment is shown in the reader's zone.
const root = document.documentElement;
const words = new Intl.RelativeTimeFormat(root.lang, { numeric: "auto" });
const whole = wholeFormat();
const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];
const NEAR = 7 * 86_400_000;

function wholeFormat() {
  const options = { dateStyle: "long", timeStyle: "short", timeZone: root.dataset.timeZone || undefined };
  try {
    return new Intl.DateTimeFormat(root.lang, options);
  } catch {
    return new Intl.DateTimeFormat(root.lang, { ...options, timeZone: undefined });
  }
}

// Japanese sets no space between a number and its counter; browsers do.
const tight = (text) => (root.lang === "ja" ? text.replace(/(?<=\d)\s+/u, "") : text);

export function refresh(scope = document) {
  const now = Date.now();
  for (const time of scope.querySelectorAll("time[data-relative]")) {
    const moment = Date.parse(time.dateTime);
    if (Number.isNaN(moment)) continue;
    time.title = whole.format(moment);
    const gone = now - moment;
    const unit = UNITS.find(([, length]) => gone >= length);
    if (gone >= 0 && gone < NEAR && unit) time.textContent = tight(words.format(-Math.floor(gone / unit[1]), unit[0]));
  }
}

refresh();
setInterval(() => document.hidden || refresh(), 60_000);
document.addEventListener("htmx:afterSwap", (event) => refresh(event.target));
