// Differences inside a list of changes: fetched into their row. Without it the same link loads the list with it open.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-open]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const row = link.closest(".chg-row");
  try {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(row.id);
    if (!fresh) throw new Error("gone");
    row.replaceWith(document.adoptNode(fresh));
    fresh.querySelector("a[data-open]")?.focus();
  } catch {
    location.assign(link.href);
  }
});
