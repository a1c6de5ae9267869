// The fact fields beside the text: a change in a field is put into the text at once, and the other way round.
// Without it the server puts them together when the form is sent.
import { post } from "./core.js";

const form = document.querySelector("[data-editor]");
const text = form.querySelector("textarea.markdownx-editor");
const panel = form.querySelector("[data-facts]");
const state = panel.querySelector("[data-fact-state]");
const field = (row, name) => row.querySelector(`[name=fact-${name}]`);

/** Replace only what differs, so that the cursor and the browser's undo stay useful. */
function replaceText(next) {
  const old = text.value;
  let start = 0;
  while (start < old.length && old[start] === next[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < next.length - start && old.at(-1 - end) === next.at(-1 - end)) end += 1;
  text.setRangeText(next.slice(start, next.length - end), start, old.length - end, "preserve");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Have the server put one fact into the text; typing that happens meanwhile is not lost. */
async function send(row) {
  const key = field(row, "k").value.trim();
  const [was, now] = [field(row, "was").value, field(row, "v").value.trim()];
  if (!key || was === now) return;
  const body = text.value;
  try {
    const answer = await post(form.dataset.previewUrl, form, { body, "fact-k": key, "fact-was": was, "fact-v": now });
    state.textContent = answer.refused[0] || "";
    if (answer.refused.length || text.value !== body) return;
    if (answer.body !== undefined) replaceText(answer.body.replaceAll("\r\n", "\n"));
    field(row, "was").value = now;
    if ("newFact" in row.dataset) keep(row);
  } catch (error) {
    state.textContent = error.message;
  }
}

/** Turn the row of a new fact into one that is there, with an empty one behind it. */
function keep(row) {
  const next = row.cloneNode(true);
  for (const name of ["k", "was", "v"]) field(next, name).value = "";
  row.after(next);
  delete row.dataset.newFact;
  row.dataset.fact = "";
  field(row, "k").readOnly = true;
  row.querySelector("button").hidden = true;
  field(next, "k").focus();
}

/** Show what the text says now, but not over a field that somebody is typing in. */
function show(facts) {
  const said = new Map(facts);
  for (const row of panel.querySelectorAll("[data-fact]")) {
    const value = said.get(field(row, "k").value) ?? "";
    const isTyped = field(row, "v").value.trim() !== field(row, "was").value;
    if (isTyped || document.activeElement === field(row, "v")) continue;
    field(row, "was").value = field(row, "v").value = value;
  }
}

panel.addEventListener("change", (event) => {
  const row = event.target.closest("[data-fact], [data-new-fact]");
  if (row && event.target.name === "fact-v") send(row);
});
panel.addEventListener("click", (event) => {
  const button = event.target.closest("[data-remove-fact], [data-add-fact]");
  if (!button) return;
  const row = button.closest(".kv");
  if ("removeFact" in button.dataset) field(row, "v").value = "";
  send(row);
});
form.addEventListener("previewed", (event) => show(event.detail.facts || []));
