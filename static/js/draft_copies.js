// Copies of what is being typed, kept in this browser: one a tab, so that no tab overwrites another's words.

const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** The copies of one person's texts of one page. The key names person, page, base and tab. */
export class DraftCopies {
  constructor(person, page) {
    this.prefix = `draft:${person}:${page}:`;
    this.tab = newName();
    this.own = null;
  }

  /** Every readable copy of this page but this tab's own, newest first. */
  others() {
    const found = stored().filter(({ key }) => key.startsWith(this.prefix) && key !== this.own);
    return found.sort((a, b) => b.typedAt - a.typedAt);
  }

  /** Write this tab's copy; false where the browser keeps nothing (blocked or full storage). */
  write(text) {
    const key = `${this.prefix}${text.base}:${this.tab}`;
    if (this.own && this.own !== key) this.drop(this.own);
    this.own = key;
    return put(key, text);
  }

  /** Keep one more text, which no form holds any more; gives it with its key. */
  keep(text) {
    const key = `${this.prefix}${text.base}:${newName()}`;
    put(key, text);
    return { ...text, key };
  }

  drop(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // Blocked storage holds nothing to forget.
    }
  }

  dropOwn() {
    if (this.own) this.drop(this.own);
  }
}

const newName = () => [...crypto.getRandomValues(new Uint32Array(2))].map((number) => number.toString(36)).join("");

function put(key, text) {
  try {
    localStorage.setItem(key, JSON.stringify(text));
    return true;
  } catch {
    return false;
  }
}

/** All copies that are younger than 30 days; the others are forgotten on the way. */
function stored() {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith("draft:"));
    return keys.map((key) => ({ ...parse(localStorage.getItem(key)), key })).filter(isUsable);
  } catch {
    return [];
  }
}

function isUsable({ key, body, typedAt }) {
  const isYoung = typeof body === "string" && typedAt > Date.now() - KEPT_MS;
  if (!isYoung) localStorage.removeItem(key);
  return isYoung;
}

function parse(json) {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
