// Images and files in the editor: drop, paste or choose, describe, upload, insert. Without it the files page does the same.
import { insertAtCursor } from "./editor.js";

const panel = document.querySelector("[data-files]");
const text = document.querySelector("textarea.markdownx-editor");
const drop = panel?.querySelector("[data-upload-url]");
const state = panel?.querySelector("[data-upload-state]");
const waiting = panel?.querySelector("[data-uploads]");
const UNREACHABLE = "The server cannot be reached. The file is not uploaded; your text is still here.";
const REASONS = { 403: "You may not add files to this page, or you were signed out.", 413: "This file is too large: at most 10 MB." };

/** Send one file; gives what the server says of it, or throws an Error with words for the person. */
async function send(file, alt, isDecorative) {
  const fields = new FormData();
  fields.append("file", file);
  fields.append("alt", alt);
  if (isDecorative) fields.append("decorative", "1");
  const token = text.form.querySelector("[name=csrfmiddlewaretoken]").value;
  let answer;
  try {
    answer = await fetch(drop.dataset.uploadUrl, { method: "POST", body: fields, headers: { Accept: "application/json", "X-CSRFToken": token } });
  } catch {
    throw new Error(UNREACHABLE);
  }
  const json = await answer.json().catch(() => ({}));
  if (answer.ok) return json;
  throw new Error(json.error || REASONS[answer.status] || "The upload failed. Your text is still here.");
}

/** Upload what a row asks for, and put it where the cursor is. */
async function upload(row, file, alt, isDecorative) {
  const button = row?.querySelector("button");
  if (button) button.disabled = true;
  say(`Uploading ${file.name} …`);
  try {
    const stored = await send(file, alt, isDecorative);
    row?.remove();
    insertAtCursor(stored.markdown);
    say(`${stored.name} is uploaded and inserted.`);
  } catch (error) {
    if (button) button.disabled = false;
    say(`${file.name}: ${error.message}`, true);
  }
}

/** Ask for an image's description; a file needs none. */
function ask(file) {
  panel.open = true;
  if (!file.type.startsWith("image/")) return upload(null, file, "", false);
  const row = panel.querySelector("template").content.firstElementChild.cloneNode(true);
  const [description, decorative] = row.querySelectorAll("input");
  const submit = () => upload(row, file, description.value, decorative.checked);
  description.id = `describe-${waiting.children.length}-${Date.now()}`;
  row.querySelector("label").htmlFor = description.id;
  row.querySelector("b").textContent = file.name;
  row.querySelector("[data-send]").addEventListener("click", submit);
  description.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // or else the page would be saved
    submit();
  });
  waiting.append(row);
  description.focus();
}

function say(words, isFault = false) {
  state.textContent = words;
  state.classList.toggle("failed", isFault);
}

/** Take files that come with a drop or a paste, and leave everything else to the browser. */
function take(event, from) {
  const files = [...(from?.files || [])];
  if (!files.length) return;
  event.preventDefault();
  files.forEach(ask);
}

panel?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (button) insertAtCursor(button.dataset.insert);
});

if (drop) {
  const choice = panel.querySelector("[data-upload]");
  choice.addEventListener("change", () => {
    [...choice.files].forEach(ask);
    choice.value = "";
  });
  text.addEventListener("paste", (event) => {
    // A spreadsheet's cells come as words and as a picture of them: the words are meant.
    if (!event.clipboardData.types.includes("text/plain")) take(event, event.clipboardData);
  });
  for (const target of [drop, text]) {
    target.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      drop.classList.add("over");
    });
    target.addEventListener("dragleave", () => drop.classList.remove("over"));
    target.addEventListener("drop", (event) => {
      drop.classList.remove("over");
      take(event, event.dataTransfer);
    });
  }
}
