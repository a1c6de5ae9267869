// Completes page titles behind "[[": a listbox below the text. The textarea keeps the focus (ARIA APG, combobox).
import { insert } from "./editor.js";

const DELAY_MS = 150;
const OPEN_LINK = /\[\[([^[\]|#\n]{1,120})$/;

class Completion {
  asked = 0;
  pages = [];
  active = 0;

  constructor(list, text, state) {
    Object.assign(this, { list, text, state });
    text.setAttribute("aria-autocomplete", "list");
    text.setAttribute("aria-controls", list.id);
    text.addEventListener("input", () => this.typed());
    text.addEventListener("keydown", (event) => this.pressed(event));
    text.addEventListener("blur", () => this.close());
    // Where the cursor goes elsewhere, another link or none is meant.
    text.addEventListener("click", () => this.close());
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose([...list.children].indexOf(option));
    });
  }

  /** What stands between the last "[[" and the cursor; empty where no link is being written. */
  asking() {
    const { selectionStart, selectionEnd, value } = this.text;
    const line = value.slice(Math.max(0, selectionStart - 130), selectionStart);
    return (selectionStart === selectionEnd && OPEN_LINK.exec(line)?.[1].trimStart()) || "";
  }

  typed() {
    clearTimeout(this.timer);
    this.asked += 1;
    if (this.asking()) this.timer = setTimeout(() => this.ask(this.asked), DELAY_MS);
    else this.close();
  }

  /** An answer that a newer question has overtaken is dropped; without an answer there is no list. */
  async ask(number) {
    const address = `${this.list.dataset.completion}?${new URLSearchParams({ q: this.asking() })}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    const json = await answer?.json().catch(() => null);
    if (number !== this.asked) return;
    if (json?.pages?.length && document.activeElement === this.text) this.open(json.pages);
    else this.close();
  }

  open(pages) {
    this.pages = pages;
    this.list.replaceChildren(...pages.map(({ title }, index) => {
      const option = document.createElement("li");
      Object.assign(option, { id: `${this.list.id}-${index}`, textContent: title });
      option.setAttribute("role", "option");
      return option;
    }));
    this.list.hidden = false;
    this.mark(0);
    this.list.scrollIntoView({ block: "nearest" });
    const count = pages.length === 1 ? "1 page" : `${pages.length} pages`;
    this.state.textContent = `${count}. Arrow keys to choose, Enter to insert, Escape to close.`;
  }

  close() {
    clearTimeout(this.timer);
    this.asked += 1;
    if (this.list.hidden) return;
    this.list.hidden = true;
    this.list.replaceChildren();
    this.text.removeAttribute("aria-activedescendant");
    this.state.textContent = "";
  }

  mark(index) {
    this.active = (index + this.pages.length) % this.pages.length;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === this.active)));
    this.text.setAttribute("aria-activedescendant", `${this.list.id}-${this.active}`);
  }

  pressed(event) {
    // A key that is part of composing a character (Japanese, Chinese, Korean) is not for us.
    if (this.list.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const acts = {
      ArrowDown: () => this.mark(this.active + 1),
      ArrowUp: () => this.mark(this.active - 1),
      Enter: () => this.choose(this.active),
      Tab: () => this.choose(this.active),
      Escape: () => this.close(),
    };
    if (event.key in acts && !event.shiftKey) {
      event.preventDefault();
      acts[event.key]();
    } else if (["ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"].includes(event.key)) {
      this.close();
    }
  }

  /** Put the link in place of what was typed, brackets included; those that stand behind already are used up. */
  choose(index) {
    const { link } = this.pages[index];
    const { selectionStart: cursor, value } = this.text;
    const start = value.lastIndexOf("[[", cursor - 1);
    this.close();
    this.text.setSelectionRange(start, cursor + (value.startsWith("]]", cursor) ? 2 : 0));
    insert(link, start + link.length, start + link.length);
    this.close();
  }
}

for (const list of document.querySelectorAll("[data-completion]")) {
  const field = list.closest(".field");
  new Completion(list, field.querySelector("textarea"), field.querySelector("[data-completion-state]"));
}
