// Suggests titles below the search box. Enter without a choice searches, as it does without this script.
import { Listbox } from "./listbox.js";

class Suggestions extends Listbox {
  first = -1;

  constructor(list, field, state) {
    super(list, field, state);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-expanded", "false");
  }

  asking() {
    return this.field.value.trim();
  }

  address(asked) {
    return `${this.list.dataset.suggest}?${new URLSearchParams({ as: "json", q: asked })}`;
  }

  choices([, titles, , addresses]) {
    return titles.map((title, index) => ({ title, address: addresses[index] }));
  }

  says() {
    return "Arrow keys to choose, Enter to open, Escape to close.";
  }

  choose({ address }) {
    location.assign(new URL(address).pathname);
  }
}

for (const list of document.querySelectorAll("[data-suggest]")) {
  const form = list.closest("form");
  new Suggestions(list, form.querySelector("input"), form.querySelector("[data-suggest-state]"));
}
