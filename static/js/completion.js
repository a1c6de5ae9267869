// Completes page titles behind "[[" in the editor.
import { insert } from "./editor.js";
import { Listbox } from "./listbox.js";

const OPEN_LINK = /\[\[([^[\]|#\n]{1,120})$/;

class Completion extends Listbox {
  /** What stands between the last "[[" and the cursor; empty where no link is being written. */
  asking() {
    const { selectionStart, selectionEnd, value } = this.field;
    const line = value.slice(Math.max(0, selectionStart - 130), selectionStart);
    return (selectionStart === selectionEnd && OPEN_LINK.exec(line)?.[1].trimStart()) || "";
  }

  address(asked) {
    return `${this.list.dataset.completion}?${new URLSearchParams({ q: asked })}`;
  }

  choices({ pages }) {
    return pages;
  }

  says() {
    return "Arrow keys to choose, Enter to insert, Escape to close.";
  }

  acts() {
    const acts = super.acts();
    return { ...acts, Tab: acts.Enter };
  }

  /** Put the link in place of what was typed, brackets included; those that stand behind already are used up. */
  choose({ link }) {
    const { selectionStart: cursor, value } = this.field;
    const start = value.lastIndexOf("[[", cursor - 1);
    this.close();
    this.field.setSelectionRange(start, cursor + (value.startsWith("]]", cursor) ? 2 : 0));
    insert(link, start + link.length, start + link.length);
    this.close();
  }
}

for (const list of document.querySelectorAll("[data-completion]")) {
  const field = list.closest(".field");
  new Completion(list, field.querySelector("textarea"), field.querySelector("[data-completion-state]"));
}
