// Drafts: what is typed goes to this browser at once and to the server soon, and only what the server has is called saved.
import { DraftCopies } from "./draft_copies.js";
import { offerCopies } from "./draft_offer.js";
import { sendDraft, sendLast } from "./draft_requests.js";

const REST_MS = 1500;
const MOST_MS = 10_000;
const COPY_MS = 300;
const ANSWER_MS = 20_000;
const RETRIES_MS = [2_000, 4_000, 8_000, 15_000, 30_000];
const FIELDS = ["title", "body", "summary", "base"];

/** Keep drafts of this form; null for a stranger, who has none. */
export function keepDrafts(form) {
  const place = document.querySelector("[data-draft]");
  return place && new Drafts(form, place);
}

class Drafts {
  isCopied = true;
  isLeaving = false;
  waitingSince = null;
  number = 0;
  failures = 0;
  inFlight = null;

  constructor(form, place) {
    Object.assign(this, { form, place });
    this.copies = new DraftCopies(place.dataset.person, place.dataset.key);
    this.acknowledged = "unsaved" in form.dataset ? null : this.words();
    this.copied = this.acknowledged;
    this.listen();
    if (!this.isSaved()) this.copy();
    offerCopies(this.copies, place.dataset, () => this.typed(), (text) => this.fill(text));
    if (!this.isSaved()) this.changed();
  }

  listen() {
    const again = () => this.failures && this.plan(0);
    addEventListener("online", again);
    addEventListener("focus", again);
    document.addEventListener("visibilitychange", () => document.hidden || again());
    addEventListener("pagehide", () => this.sendBeforeLeaving());
    addEventListener("pageshow", (event) => event.persisted && (this.isLeaving = false));
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("submit", () => {
      this.copy({ submittedAt: Date.now() });
      this.leave();
    });
    document.querySelector("[data-discard]")?.addEventListener("submit", () => this.discard());
  }

  field(name) {
    return this.form.elements.namedItem(name);
  }

  typed() {
    return Object.fromEntries(FIELDS.map((name) => [name, this.field(name).value]));
  }

  words() {
    return JSON.stringify(this.typed());
  }

  isSaved() {
    return this.acknowledged === this.words();
  }

  /** Whether the page may be left without a loss. */
  isKept() {
    if (this.isLeaving || this.isSaved()) return true;
    this.copy();
    return this.isCopied;
  }

  /** A screen reader hears each change once. */
  say(sentence) {
    if (this.place.textContent !== sentence) this.place.textContent = sentence;
  }

  changed() {
    clearTimeout(this.copyTimer);
    this.copyTimer = setTimeout(() => this.copy(), COPY_MS);
    // While the server does not answer, the retry that is planned stays planned, however fast somebody types.
    if (this.isSaved() || this.failures) return;
    this.say("Not saved yet");
    this.waitingSince ??= Date.now();
    this.plan(Math.min(REST_MS, this.waitingSince + MOST_MS - Date.now()));
  }

  plan(delay) {
    clearTimeout(this.saveTimer);
    this.saveTimer = setTimeout(() => this.save(), Math.max(0, delay));
  }

  copy(marks = null) {
    clearTimeout(this.copyTimer);
    const words = this.words();
    if (!marks && this.copied === words && this.isCopied) return;
    this.copied = words;
    const openedAt = this.place.dataset.opened;
    this.isCopied = this.copies.write({ ...this.typed(), typedAt: Date.now(), openedAt, ...marks });
  }

  /** One request at a time: two that overtook each other would leave the older text on the server. */
  async save() {
    if (this.inFlight || this.isLeaving || this.isSaved()) return;
    this.copy();
    this.waitingSince = null;
    const sent = this.words();
    const request = (this.inFlight = new AbortController());
    const timeout = setTimeout(() => request.abort(), ANSWER_MS);
    this.number += 1;
    try {
      this.accepted(await sendDraft(this.form, this.place, this.typed(), this.number, request.signal), sent);
    } catch (error) {
      this.refused(error, sent);
    } finally {
      clearTimeout(timeout);
      this.inFlight = null;
    }
  }

  accepted(answer, sent) {
    if (this.isLeaving) return;
    this.field("draft").value = answer.draft;
    this.field("seen").value = answer.saved_at;
    this.acknowledged = sent;
    this.failures = 0;
    if (!this.isSaved()) return this.changed();
    this.say(`Draft saved at ${answer.clock}`);
    this.copy({ savedAt: answer.saved_at });
  }

  refused(error, sent) {
    if (this.isLeaving) return;
    const where = this.isCopied ? "your text is kept in this browser" : "your text is in this form alone";
    this.say(`${error.message}: ${where}${error.hint ?? ""}`);
    if (error.mayRetry) {
      this.plan(RETRIES_MS[Math.min(this.failures, RETRIES_MS.length - 1)]);
      this.failures += 1;
    } else {
      this.failures = 0;
      if (this.words() !== sent) this.changed();
    }
  }

  /** From here on nothing is sent: a late draft would come back after its page was saved. */
  leave() {
    this.isLeaving = true;
    clearTimeout(this.saveTimer);
    this.inFlight?.abort();
  }

  sendBeforeLeaving() {
    if (this.isLeaving || this.isSaved()) return;
    this.copy();
    sendLast(this.form, this.place, this.typed());
  }

  discard() {
    this.leave();
    clearTimeout(this.copyTimer);
    this.copies.dropOwn();
    const { body } = this.typed();
    for (const text of this.copies.others()) if (text.body === body) this.copies.drop(text.key);
  }

  /** Put a kept text into the form, on the revision that it was typed over; its draft is one of its own. */
  fill(text) {
    for (const name of FIELDS) this.field(name).value = text[name] ?? "";
    for (const name of ["draft", "seen"]) this.field(name).value = "";
    this.field("body").dispatchEvent(new Event("input", { bubbles: true }));
    this.copy();
  }
}
