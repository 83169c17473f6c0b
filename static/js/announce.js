// Says something to those who listen to the page instead of looking at it.
export function announce(words) {
  const place = document.getElementById("announcer");
  if (!place || !words) return;
  place.textContent = "";
  // A screen reader hears a change; the same words twice would be none.
  requestAnimationFrame(() => {
    place.textContent = words;
  });
}
