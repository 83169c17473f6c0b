// An end that is earlier than the beginning is on the next day: [data-next-day="start-id end-id"] says so while one types.
document.addEventListener("input", () => {
  for (const mark of document.querySelectorAll("[data-next-day]")) {
    const [starts, ends] = mark.dataset.nextDay.split(" ").map((id) => document.getElementById(id)?.value);
    mark.hidden = !starts || !ends || ends >= starts;
  }
});
