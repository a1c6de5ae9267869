// Comparison: hides columns and equal rows in place and keeps the choice in the address. Without it the form reloads.
import { toast } from "./core.js";

const form = document.querySelector("[data-compare-tools]");
const box = document.querySelector(".compare");
const picks = [...form.querySelectorAll("[name=c]")];
const differences = form.querySelector("[name=differences]");

/** Whether a row says the same in all columns that are shown; notes and sources do not count. */
function isSame(row, shown) {
  return new Set(shown.map((index) => said(row.cells[index + 1]))).size === 1;
}

function said(cell) {
  return (cell.querySelector(".value") || cell).textContent.trim();
}

/** Show the chosen columns and mark what is the same in them. */
function show() {
  const shown = picks.flatMap((pick, index) => (pick.checked ? [index] : []));
  for (const body of box.querySelectorAll("tbody")) {
    const rows = [...body.rows].filter((row) => !row.classList.contains("group"));
    rows.forEach((row) => row.classList.toggle("same", isSame(row, shown)));
    body.classList.toggle("same", rows.every((row) => row.classList.contains("same")));
  }
  for (const row of box.querySelectorAll("tr")) {
    if (row.classList.contains("group")) row.cells[1].colSpan = shown.length;
    else picks.forEach((pick, index) => (row.cells[index + 1].hidden = !pick.checked));
  }
  box.classList.toggle("diff", differences.checked);
  box.querySelector("table").classList.toggle("few", shown.length < 5);
  keepAddress(shown.map((index) => picks[index].value));
}

function keepAddress(names) {
  const query = new URLSearchParams(location.search);
  if (differences.checked) query.set("differences", "1");
  else query.delete("differences");
  const address = `${form.action.replace(/\/$/, "")}/${names.map(encodeURIComponent).join("+").replaceAll("%40", "@")}/`;
  history.replaceState(null, "", query.size ? `${address}?${query}` : address);
}

if (box && differences) {
  form.addEventListener("change", (event) => {
    const { target } = event;
    if ("submits" in target.dataset) return form.requestSubmit();
    if (target.name === "c" && !picks.some((pick) => pick.checked)) {
      target.checked = true;
      toast("Keep at least one column");
    }
    if (target.name === "c" || target === differences) show();
  });
}
