// A print button; what is folded is opened for the paper and folded again after.
let opened = [];

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll(".prose details:not([open])")];
  for (const each of opened) each.open = true;
});

addEventListener("afterprint", () => {
  for (const each of opened) each.open = false;
});
