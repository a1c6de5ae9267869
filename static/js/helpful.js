// Helpful: pressed state and count at once, sent in the background, taken back when the server refuses.
import { toast } from "./core.js";

/** Show whether this person's vote counts, and how many do. The value is what the next press sends. */
function show(button, isOn, count) {
  button.setAttribute("aria-pressed", String(isOn));
  button.value = isOn ? "0" : "1";
  button.querySelector(".num").textContent = count;
}

async function send(button, isOn) {
  const token = button.form.elements.namedItem("csrfmiddlewaretoken").value;
  const answer = await fetch(button.formAction, {
    method: "POST",
    body: new URLSearchParams({ on: isOn ? "1" : "0" }),
    headers: { Accept: "application/json", "X-CSRFToken": token },
  });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return answer.json();
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("button[data-helpful]");
  if (!button) return;
  event.preventDefault();
  if (button.ariaBusy === "true") return;
  const wasOn = button.value === "0";
  const count = Number(button.querySelector(".num").textContent);
  button.ariaBusy = "true";
  show(button, !wasOn, count + (wasOn ? -1 : 1));
  try {
    const told = await send(button, !wasOn);
    show(button, told.on, told.count);
  } catch {
    show(button, wasOn, count);
    toast("Your vote was not counted. Try again.");
  } finally {
    button.ariaBusy = null;
  }
});
