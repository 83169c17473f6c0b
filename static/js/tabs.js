// On a narrow screen the tab of this page may lie beyond the edge of its row: it is brought into sight.
for (const row of document.querySelectorAll(".tabs")) {
  const current = row.querySelector("[aria-current]");
  if (current) row.scrollLeft = current.offsetLeft - row.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
}
