// The theme changes at once and is kept by the server; without a script the form posts and the page comes back.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-theme-form]");
  const chosen = event.submitter?.value;
  if (!form || !chosen) return;
  event.preventDefault();
  document.documentElement.dataset.theme = chosen;
  for (const button of document.querySelectorAll("[data-theme-form] button[name=theme]")) {
    button.setAttribute("aria-pressed", String(button.value === chosen));
  }
  const body = new FormData(form, event.submitter);
  try {
    await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" }, redirect: "manual" });
  } catch {
    // Offline: the choice holds for this page and is asked for again on the next.
  }
});
