// On a narrow screen the tab of this page may lie beyond the edge of its row: it is brought into sight.
for (const row of document.querySelectorAll(".tabs")) {
  const current = row.querySelector("[aria-current]");
  const from = current ? current.offsetLeft - row.offsetLeft : 0;
  if (current && from + current.offsetWidth > row.clientWidth) {
    row.scrollLeft = from - (row.clientWidth - current.offsetWidth) / 2;
  }
}
