// Every behavior here is an enhancement: a plain link, form or native popover works underneath.

const find = (selector, root = document) => root.querySelector(selector);
const findAll = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Run `act(event, element)` for events of this type inside elements that match. */
function on(type, selector, act) {
  document.addEventListener(type, (event) => {
    const element = event.target.closest?.(selector);
    if (element) act(event, element);
  });
}

/** Read what this browser remembers; null when nothing or when storage is blocked. */
function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Remember a text in this browser, or forget it when it is null. */
function remember(key, text) {
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // The choice then holds for this page only.
  }
}

/** Say something for four seconds, to eyes and to screen readers. */
export function toast(text) {
  const box = find(".toast");
  box.textContent = text;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => box.replaceChildren(), 4000);
}

/** Show HTML that our server sanitized; parsed in a document of its own, where no script can run. */
export function showHtml(box, html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  box.replaceChildren(...parsed.body.childNodes);
}

/** Post one field of a form; gives the answer's JSON, or throws an Error with words for the person. */
export async function post(url, form, fields) {
  const token = find("[name=csrfmiddlewaretoken]", form)?.value;
  let answer;
  try {
    answer = await fetch(url, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { Accept: "application/json", ...(token && { "X-CSRFToken": token }) },
    });
  } catch {
    throw new Error("The server cannot be reached. Your text is still here.");
  }
  const json = await answer.json().catch(() => ({}));
  if (answer.ok) return json;
  const reasons = { 403: "Sign in again to see a preview.", 413: "This text is too long.", 429: "Too many previews at once. Wait a moment." };
  throw new Error(json.error || reasons[answer.status] || "The preview failed. Your text is still here.");
}

// Theme: system, light, dark. The key and the attribute are those of Django's admin.
const root = document.documentElement;
const themes = ["system", "light", "dark"];
for (const button of findAll("[data-theme-toggle]")) {
  const label = button.getAttribute("aria-label");
  const name = () => button.setAttribute("aria-label", `${label}: ${root.dataset.theme || "system"}`);
  button.addEventListener("click", () => {
    const next = themes[(themes.indexOf(root.dataset.theme || "system") + 1) % themes.length];
    if (next === "system") delete root.dataset.theme;
    else root.dataset.theme = next;
    remember("theme", next === "system" ? null : next);
    name();
    toast(button.getAttribute("aria-label"));
  });
  name();
}

// Contents: mark the section being read. An observer, not a scroll handler: no forced layout, no work between sections.
const links = new Map(findAll('.toc a[href^="#"]').map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
const heads = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
if (heads.length) {
  const above = new Set();
  const mark = (id) => links.forEach((link, key) => (key === id ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) above[entry.isIntersecting || entry.boundingClientRect.top < 0 ? "add" : "delete"](entry.target);
    mark((heads.filter((head) => above.has(head)).at(-1) || heads[0]).id);
  }, { rootMargin: "0px 0px -70%" });
  heads.forEach((head) => observer.observe(head));
  on("click", ".toc a", (event, link) => {
    const toc = find(".toc");
    if (toc.matches(":popover-open")) toc.hidePopover();
    // Short last sections never reach the top: the one that was chosen is marked after the scroll.
    setTimeout(() => mark(decodeURIComponent(link.hash.slice(1))), 400);
  });
}

// A save of one section leads to its heading: the news at the top of the page would be out of sight.
const news = find("main > .notes");
if (news && location.hash.startsWith("#h-")) toast(news.innerText.trim());

// Copy the code of a figure, or the address of a link.
on("click", "[data-copy]", async (event, control) => {
  event.preventDefault();
  const code = find("pre", control.closest("figure") || control);
  try {
    await navigator.clipboard.writeText(code ? code.textContent : new URL(control.getAttribute("href"), location).href);
    toast(code ? "Code copied" : "Link copied");
  } catch {
    toast("Your browser does not allow copying here");
  }
});

// Reply: bring the one form to the comment being answered.
const reply = find("#reply");
const parent = reply && find("[name=reply_to]", reply);
if (parent) {
  const home = document.createElement("div");
  const note = find("[data-replying]", reply);
  reply.before(home);
  on("click", "a[data-reply]", (event, link) => {
    event.preventDefault();
    link.closest(".comment").after(reply);
    parent.value = link.dataset.reply;
    if (note) {
      note.hidden = false;
      find("b", note).textContent = link.dataset.to;
    }
    find("textarea", reply).focus();
  });
  on("click", "#reply [data-cancel]", (event) => {
    event.preventDefault();
    home.after(reply);
    parent.value = "";
    if (note) note.hidden = true;
  });
}

// Write / Preview above the comment: the server renders, so the preview is what will be shown.
on("click", "button[data-preview]", async (event, button) => {
  const form = button.closest("form");
  const text = find("textarea", form);
  const box = find(".preview", form);
  const shown = button.dataset.preview === "on";
  findAll("button[data-preview]", form).forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
  text.hidden = shown;
  box.hidden = !shown;
  if (!shown) return;
  box.textContent = text.value.trim() ? "…" : "Nothing to preview yet.";
  if (!text.value.trim()) return;
  try {
    showHtml(box, (await post(form.dataset.previewUrl || "/comments/preview/", form, { comment: text.value })).html);
  } catch (error) {
    box.textContent = error.message;
  }
});

// "/" goes to the search field; the switch in the footer turns it off (WCAG 2.1.4).
const keySwitch = find("[data-search-key-switch]");
if (keySwitch) {
  keySwitch.checked = recall("keys") !== "off";
  keySwitch.addEventListener("change", () => remember("keys", keySwitch.checked ? null : "off"));
}
document.addEventListener("keydown", (event) => {
  const search = find("[data-search-key]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !keySwitch?.checked) return;
  if (!search?.checkVisibility() || event.target.closest("input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  search.focus();
});
