// A list of choices below a field that keeps the focus (ARIA APG, combobox): asked for while somebody types.
const DELAY_MS = 150;
const MOVES_CURSOR = ["ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"];

/**
 * A subclass says what is asked for (`asking`), where (`address`), which choices an answer has (`choices`, each with
 * a `title`), what is done with one (`choose`) and what is said of them (`says`). `first` is the choice that is
 * marked when the list opens, -1 for none.
 */
export class Listbox {
  asked = 0;
  items = [];
  active = -1;
  first = 0;

  constructor(list, field, state) {
    Object.assign(this, { list, field, state });
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
    field.addEventListener("input", () => this.typed());
    field.addEventListener("keydown", (event) => this.pressed(event));
    field.addEventListener("blur", () => this.close());
    // Where the cursor goes elsewhere, something else is meant.
    field.addEventListener("click", () => this.close());
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(this.items[[...list.children].indexOf(option)]);
    });
  }

  typed() {
    clearTimeout(this.timer);
    this.asked += 1;
    if (this.asking()) this.timer = setTimeout(() => this.ask(this.asked), DELAY_MS);
    else this.close();
  }

  /** An answer that a newer question has overtaken is dropped; without an answer there is no list. */
  async ask(number) {
    const answer = await fetch(this.address(this.asking()), { headers: { Accept: "application/json" } }).catch(() => null);
    const json = await answer?.json().catch(() => null);
    if (number !== this.asked) return;
    const items = (json && this.choices(json)) || [];
    if (items.length && document.activeElement === this.field) this.open(items);
    else this.close();
  }

  open(items) {
    this.items = items;
    this.list.replaceChildren(...items.map(({ title }, index) => {
      const option = document.createElement("li");
      Object.assign(option, { id: `${this.list.id}-${index}`, textContent: title });
      option.setAttribute("role", "option");
      return option;
    }));
    this.list.hidden = false;
    this.expand(true);
    this.mark(this.first);
    this.list.scrollIntoView({ block: "nearest" });
    const count = items.length === 1 ? "1 page" : `${items.length} pages`;
    this.state.textContent = `${count}. ${this.says()}`;
  }

  /** A textarea stays a text field: it has no such state (ARIA 1.2, textbox). */
  expand(isOpen) {
    if (this.field.getAttribute("role") === "combobox") this.field.setAttribute("aria-expanded", isOpen);
  }

  close() {
    clearTimeout(this.timer);
    this.asked += 1;
    if (this.list.hidden) return;
    this.list.hidden = true;
    this.list.replaceChildren();
    this.expand(false);
    this.field.removeAttribute("aria-activedescendant");
    this.state.textContent = "";
  }

  /** Mark one choice; what lies before the first and behind the last is `first`, or the other end. */
  mark(index) {
    const end = this.items.length;
    if (this.first < 0) this.active = index < -1 ? end - 1 : index >= end ? -1 : index;
    else this.active = (index + end) % end;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === this.active)));
    if (this.active < 0) this.field.removeAttribute("aria-activedescendant");
    else this.field.setAttribute("aria-activedescendant", `${this.list.id}-${this.active}`);
  }

  /** What each key does while the list is open. */
  acts() {
    return {
      ArrowDown: () => this.mark(this.active + 1),
      ArrowUp: () => this.mark(this.active - 1),
      Escape: () => this.close(),
      ...(this.active >= 0 && { Enter: () => this.choose(this.items[this.active]) }),
    };
  }

  pressed(event) {
    // A key that is part of composing a character (Japanese, Chinese, Korean) is not for us.
    if (this.list.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = event.shiftKey ? null : this.acts()[event.key];
    if (act) {
      event.preventDefault();
      act();
    } else if (MOVES_CURSOR.includes(event.key)) {
      this.close();
    }
  }
}
