// Who is reading what: the queue tells which comment is chosen, and shows what others have chosen.
import { send } from "./queue_requests.js";

const SECONDS = 8; // the server forgets a reader after 20
const REST_MILLISECONDS = 1000; // nothing is sent while somebody only passes by

/** Keep the marks of the items true while this screen is looked at. */
export function followReaders(form, current, items) {
  let rest;
  const tell = async () => {
    if (document.hidden || !items().length) return;
    const shown = items().map((item) => item.dataset.item);
    const pairs = [["current", current()?.dataset.item || ""], ["shown", shown.join(",")]];
    const answer = await send(form, pairs, form.dataset.readingUrl).catch(() => null);
    if (answer) items().forEach((item) => mark(item, answer.readers[item.dataset.item]));
  };
  const soon = () => {
    clearTimeout(rest);
    rest = setTimeout(tell, REST_MILLISECONDS);
  };
  new MutationObserver(soon).observe(form, { subtree: true, attributeFilter: ["aria-current"] });
  setInterval(tell, SECONDS * 1000);
  soon();
}

function mark(item, name) {
  const place = item.querySelector("[data-reader]");
  const words = name ? `${name} is reading this` : "";
  if (place.textContent !== words) place.textContent = words;
  place.hidden = !name;
}
