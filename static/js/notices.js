// How many notices are unread, live: a socket tells it (also on a page that was kept, or came back with "back"); while
// there is none, the page asks now and then. Without a script the number is the one that the page was sent with.
import { announce } from "./announce.js";

const bell = document.querySelector("[data-notices]");
const EACH = 60_000; // milliseconds between two questions where there is no socket
const LONGEST = 60_000; // between two attempts to connect
let socket = null;
let failures = 0;
let timer = 0;
let isOver = false; // signed out: nothing more to be told here

const shown = () => Number(bell.dataset.unread ?? bell.querySelector("[data-notices-count]").textContent) || 0;

function show(unread) {
  const before = shown();
  const count = bell.querySelector("[data-notices-count]");
  const words = unread ? bell.dataset.words.replace("{count}", unread) : bell.dataset.none;
  bell.dataset.unread = unread;
  count.textContent = unread > 99 ? "99+" : unread;
  count.hidden = !unread;
  bell.querySelector("[data-notices-words]").textContent = words;
  bell.classList.toggle("bell--grown", unread > before);
  if (unread <= before) return;
  announce(words);
  document.querySelector("[data-notices-fresh]")?.removeAttribute("hidden");
}

async function ask() {
  try {
    const answer = await fetch(bell.dataset.countUrl, { headers: { "X-Requested-With": "fetch" }, redirect: "error" });
    if (answer.status === 403) isOver = true;
    if (!answer.ok) return;
    const { unread, quiet } = await answer.json();
    if (!quiet || unread < shown()) show(unread);
  } catch {
    // away for a moment; asked again later
  }
}

function again() {
  clearTimeout(timer);
  if (isOver) return;
  // A little by chance: after a restart not every page comes at the same moment.
  const pause = Math.min(LONGEST, 1000 * 2 ** failures) * (0.75 + Math.random() / 2);
  timer = setTimeout(connect, pause);
}

function connect() {
  if (isOver || document.hidden || (socket && socket.readyState <= WebSocket.OPEN)) return;
  const opened = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/notices/`);
  socket = opened;
  opened.addEventListener("open", () => {
    failures = 0;
  });
  opened.addEventListener("message", (event) => show(JSON.parse(event.data).unread));
  opened.addEventListener("close", async () => {
    if (socket !== opened) return;
    failures += 1;
    await ask();
    again();
  });
}

if (bell) {
  connect();
  setInterval(() => document.hidden || isOver || socket?.readyState === WebSocket.OPEN || ask(), EACH);
  document.addEventListener("visibilitychange", connect);
  window.addEventListener("pagehide", () => {
    const left = socket;
    socket = null;
    left?.close(); // a page with an open socket is not kept for "back"
  });
  window.addEventListener("pageshow", (event) => event.persisted && connect());
}
