// Editor: toolbar, keys, live preview, a warning before text is lost. Without it the form, Preview and Save still work.
import { post, showHtml } from "./core.js";
import { keepDrafts } from "./drafts.js";

const PREVIEW_DELAY_MS = 350;
const form = document.querySelector("[data-editor]");
const text = form.querySelector("textarea.markdownx-editor");
const panes = form.querySelector(".markdownx");
const preview = form.querySelector(".markdownx-preview");
const state = form.querySelector("[data-preview-state]");
const warnings = form.querySelector("[data-warnings]");
const toggle = form.querySelector("[data-preview-toggle]");
const toolbar = form.querySelector("[role=toolbar]");

/** Put text in place of the selection, so that the browser's own undo knows of it. */
export function insert(words, start, end) {
  text.focus();
  // execCommand is old, but it is the only way into a textarea's undo history.
  if (!document.execCommand("insertText", false, words)) {
    text.setRangeText(words);
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
  text.setSelectionRange(start, end);
}

/** Put words where the cursor is, and the cursor behind them. */
export function insertAtCursor(words) {
  const end = text.selectionStart + words.length;
  insert(words, end, end);
}

/** Set two marks around the selection and keep it selected. */
function surround(before, after) {
  const start = text.selectionStart + before.length;
  const chosen = text.value.slice(text.selectionStart, text.selectionEnd);
  insert(before + chosen + after, start, start + chosen.length);
}

/** Begin each selected line with a mark. */
function beginLines(mark) {
  const start = text.value.lastIndexOf("\n", text.selectionStart - 1) + 1;
  const chosen = text.value.slice(start, text.selectionEnd);
  text.setSelectionRange(start, text.selectionEnd);
  const marked = chosen.replace(/^/gm, () => mark);
  insert(marked, start + marked.length, start + marked.length);
}

/** Do what a toolbar button says in its data attributes. */
function apply(button) {
  if (button.dataset.line) beginLines(button.dataset.line);
  else if (button.dataset.before) surround(button.dataset.before, button.dataset.after);
}

let asked = 0;

/** Ask the server for the preview; an answer that a newer question has overtaken is dropped. */
async function refresh() {
  asked += 1;
  const number = asked;
  let answer;
  try {
    answer = await post(form.dataset.previewUrl, form, { body: text.value, title: form.elements.title?.value ?? "" });
  } catch (error) {
    if (number === asked) report(error.message);
    return;
  }
  if (number !== asked) return;
  report("");
  const top = preview.scrollTop;
  showHtml(preview, answer.html);
  preview.scrollTop = top;
  warn(answer.warnings || []);
  form.dispatchEvent(new CustomEvent("previewed", { detail: answer }));
}

/** Say beside the text why there is no fresh preview. */
function report(words) {
  state.textContent = words;
  state.classList.toggle("failed", Boolean(words));
}

/** List what cannot be read in the facts. */
function warn(found) {
  warnings.hidden = !found.length;
  warnings.querySelector("ul").replaceChildren(...found.map(({ line, message }) => {
    const item = document.createElement("li");
    item.textContent = `Line ${line}: ${message}`;
    return item;
  }));
}

toolbar.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) apply(button);
});

// One stop for Tab, arrow keys inside: the pattern that role=toolbar promises.
const tools = [...toolbar.querySelectorAll("button")];
tools.forEach((tool, index) => (tool.tabIndex = index ? -1 : 0));
toolbar.addEventListener("keydown", (event) => {
  const ahead = getComputedStyle(toolbar).direction === "rtl" ? -1 : 1;
  const step = { ArrowRight: ahead, ArrowLeft: -ahead }[event.key];
  if (!step) return;
  event.preventDefault();
  const next = tools.at((tools.indexOf(document.activeElement) + step) % tools.length);
  tools.forEach((tool) => (tool.tabIndex = tool === next ? 0 : -1));
  next.focus();
});

text.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  const button = toolbar.querySelector(`[aria-keyshortcuts="Control+${CSS.escape(event.key.toUpperCase())}"]`);
  if (!button) return;
  event.preventDefault();
  apply(button);
});

toggle.addEventListener("click", () => {
  const shown = toggle.getAttribute("aria-pressed") !== "true";
  toggle.setAttribute("aria-pressed", String(shown));
  preview.hidden = !shown;
  panes.classList.toggle("solo", !shown);
  if (shown) refresh();
});

let timer;
text.addEventListener("input", () => {
  clearTimeout(timer);
  if (!preview.hidden) timer = setTimeout(refresh, PREVIEW_DELAY_MS);
});

// Leaving asks first when the text is neither saved nor kept as a draft: a form that came back was never saved.
const before = "unsaved" in form.dataset ? null : text.defaultValue;
const drafts = keepDrafts(form);
let isSaving = false;
form.addEventListener("submit", () => (isSaving = true));
addEventListener("beforeunload", (event) => {
  if (!isSaving && text.value !== before && !drafts?.isKept()) event.preventDefault();
});

const rendered = form.querySelector("[data-server-preview] .prose");
if (rendered) {
  preview.replaceChildren(...rendered.childNodes);
  rendered.parentElement.remove();
} else if (text.value.trim()) {
  refresh();
}

// Somebody may have typed before this script arrived, and a browser may bring typed words back.
if (text.value !== text.defaultValue) text.dispatchEvent(new Event("input", { bubbles: true }));
