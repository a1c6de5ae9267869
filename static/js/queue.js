// The moderation queue by single keys: decisions are sent at once, shown as done when acknowledged, and undone.
// Without it every button posts the form, and messages carry the button that undoes.
import { NotDone, send } from "./queue_requests.js";
import { followReaders } from "./queue_reading.js";
import { keysAreOn } from "./queue_switch.js";

const form = document.querySelector("[data-queue]");
const find = (selector) => document.querySelector(selector);
const items = () => [...form.querySelectorAll("[data-item]:not([hidden])")];
const current = () => form.querySelector("[data-item][aria-current]:not([hidden])");
const selected = () => items().filter((item) => box(item).checked);
const box = (item) => item.querySelector("[name=_selected_action]");
const buttonFor = (item, key) => item.querySelector(`[data-key="${key}"]`);
const named = (item) => item.querySelector(".q-meta b").textContent;
const decisions = []; // newest last: promises of what can be undone
const UNDO_SECONDS = 10;

/** Choose an item: the one that keys act on. */
function choose(item, focus = true) {
  items().forEach((each) => each.removeAttribute("aria-current"));
  if (!item) return;
  item.setAttribute("aria-current", "true");
  if (focus) item.focus();
}

/** Say what happened, with a button that takes it back for ten seconds. */
function say(words, decision = null) {
  const bar = find("[data-said]");
  clearTimeout(say.timer);
  bar.textContent = words;
  if (!decision) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = "Undo";
  button.addEventListener("click", () => undo(decision));
  bar.append(" ", button);
  say.timer = setTimeout(() => bar.replaceChildren(), UNDO_SECONDS * 1000);
}

function count(change = 0) {
  const left = find("[data-left]");
  left.textContent = (Number(left.textContent.replace(/\D/g, "")) + change).toLocaleString();
  const number = selected().length;
  const words = find("[data-selected]");
  if (words) words.textContent = number ? `${number} selected` : "";
  find("[data-empty]").hidden = items().length > 0;
  if (!items().length) find("[data-next]")?.focus();
}

/** Decide on items that stand in one state, and go on to the next at once. */
function decide(list, key) {
  const button = buttonFor(list[0], key);
  if (!button || list.some((item) => item.hasAttribute("aria-busy"))) return;
  const fields = list.length > 1
    ? [["action", button.dataset.verb], ...list.map((item) => ["_selected_action", item.dataset.item])]
    : [["decide", button.value]];
  list.forEach((item) => wait(item, true));
  choose(following(list));
  const [why, isTold] = [form.elements.reason.value, form.elements.tell.checked];
  const decision = { list, sent: post(fields, true), why, isTold };
  decisions.push(decision);
  decision.sent.then((answer) => acknowledge(decision, answer), (fault) => refuse(decision, fault));
}

const following = (list) => {
  const all = items();
  const free = (item) => !item.hasAttribute("aria-busy");
  return all.slice(all.indexOf(list.at(-1))).find(free) || all.findLast(free);
};

/** Send fields; with the reason that is written, which counts for one decision. */
function post(fields, withReason) {
  const [reason, tell] = [form.elements.reason, form.elements.tell];
  fields.push(["read_at", form.elements.read_at.value]);
  if (withReason && reason.value) fields.push(["reason", reason.value]);
  if (withReason && tell.checked) fields.push(["tell", "1"]);
  if (withReason) [reason.value, tell.checked] = ["", false];
  return send(form, fields);
}

function acknowledge(decision, answer) {
  const moved = new Set(answer.moved.map(String));
  decision.number = answer.decision;
  if (!moved.size) forget(decision);
  for (const item of decision.list) {
    wait(item, false);
    if (moved.has(item.dataset.item)) hide(item);
    else tell(item, answer.first[item.dataset.item] || answer.says);
  }
  count(-moved.size);
  if (!current()) choose(items()[0]);
  const who = decision.list.length === 1 && moved.size ? `${named(decision.list[0])}: ` : "";
  say(who + answer.says, moved.size ? decision : null);
}

/** Say at the items that nothing was done. What keys act on stays: the next key may be on its way. */
function refuse(decision, fault) {
  forget(decision);
  form.elements.reason.value ||= decision.why;
  form.elements.tell.checked ||= decision.isTold;
  for (const item of decision.list) {
    wait(item, false);
    tell(item, fault instanceof NotDone ? fault.message : "This could not be sent. Nothing was decided.");
  }
  if (!current()) choose(decision.list[0]);
}

function forget(decision) {
  decisions.splice(decisions.indexOf(decision), 1);
}

function wait(item, isBusy) {
  if (isBusy) item.setAttribute("aria-busy", "true");
  else item.removeAttribute("aria-busy");
  item.querySelectorAll("button").forEach((button) => (button.disabled = isBusy));
  tell(item, "");
}

function hide(item) {
  item.hidden = true;
  item.removeAttribute("aria-current");
  box(item).checked = false;
}

const tell = (item, words) => (item.querySelector("[data-fault]").textContent = words);

/** Take a decision back, when it has been acknowledged: its comments return to their places. */
async function undo(decision = decisions.at(-1)) {
  if (!decision) return say("There is nothing to undo here. The log of decisions undoes older ones.");
  forget(decision);
  try {
    await decision.sent;
    const answer = await post([["undo", decision.number]], false);
    if (!decision.list) return location.reload();
    const back = decision.list.filter((item) => answer.moved.map(String).includes(item.dataset.item));
    back.forEach((item) => (item.hidden = false));
    count(back.length);
    choose(back[0] || current());
    say(answer.says);
  } catch (fault) {
    if (!decision.number) return; // it was refused, and has said so
    decisions.push(decision);
    say(fault.message);
  }
}

const help = find("[data-help-dialog]");
const acts = {
  j: (all, at) => choose(all[at + 1] || all[at]),
  k: (all, at) => choose(all[at - 1] || all[at]),
  u: () => undo(),
  e: (all, at) => all[at]?.querySelector("[data-edit]").click(),
  w: () => form.elements.reason.focus(),
  "?": () => help.showModal(),
  x: (all, at) => {
    if (!all[at]) return;
    box(all[at]).checked = !box(all[at]).checked;
    count();
  },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !keysAreOn() || help.open) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  const key = event.key.toLowerCase();
  const [all, item] = [items(), current()];
  if (acts[key]) acts[key](all, all.indexOf(item));
  else if (item && "arsb".includes(key) && !event.repeat) decide(selected().length ? selected() : [item], key);
  else return;
  event.preventDefault();
});

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-verb]");
  const item = event.target.closest("[data-item]");
  if (button) {
    event.preventDefault();
    decide([item], button.dataset.key);
  } else if (item) choose(item, false);
});

form.addEventListener("change", (event) => {
  if ("all" in event.target.dataset) items().forEach((item) => (box(item).checked = event.target.checked));
  count();
});

// Enter in the reason would press the first button of the form: it leads back to the comment instead.
form.elements.reason.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" && event.key !== "Escape") return;
  event.preventDefault();
  current()?.focus();
});

find("[data-help]").addEventListener("click", () => help.showModal());
find("[data-keys]").hidden = false;
find("[data-all]")?.removeAttribute("hidden");
const undone = find(".messagelist [name=undo]");
if (undone) decisions.push({ number: undone.value, sent: Promise.resolve() });
choose(form.querySelector(location.hash.match(/^#q\d+$/)?.[0] || "[data-item]") || items()[0], Boolean(location.hash));
followReaders(form, current, items);
