// Sending a draft, and believing the server only what it proves: the hash of the very text that was sent.

/** Why a draft was not saved: the start of a sentence, and whether trying again may help. */
export class NotSaved extends Error {
  constructor(words, { mayRetry = true, hint = "" } = {}) {
    super(words);
    this.mayRetry = mayRetry;
    this.hint = hint;
  }
}

/** Return the server's acknowledgement of `text`, or throw NotSaved. */
export async function sendDraft(form, place, text, number, signal, isSecond = false) {
  let answer;
  try {
    answer = await post(form, place, { ...text, number }, { signal });
  } catch {
    throw new NotSaved(navigator.onLine ? "The server did not answer" : "Offline", { hint: navigator.onLine ? "; trying again" : "" });
  }
  const json = await answer.json().catch(() => null);
  if (answer.ok && json) {
    if (await isProof(json, text.body, number)) return json;
    throw new NotSaved("The server received another text", { hint: "; trying again" });
  }
  // A refused token is answered with a page: the person signed in again, so the form needs the new token.
  if (answer.status === 403 && !json && !isSecond && (await renewToken(place, signal))) {
    return sendDraft(form, place, text, number, signal, true);
  }
  throw reason(answer.status, json);
}

/** Send a text as its page goes away. Browsers take at most 64 KB then; this browser's copy holds what is longer. */
export function sendLast(form, place, text) {
  post(form, place, text, { keepalive: true }).catch(() => {});
}

function post(form, { dataset }, fields, options) {
  const value = (name) => form.elements.namedItem(name).value;
  const known = { page: dataset.page, person: dataset.person, section: value("section"), draft: value("draft"), seen: value("seen") };
  return fetch(dataset.url, {
    method: "POST",
    body: new URLSearchParams({ ...fields, ...known }),
    headers: { Accept: "application/json", "X-CSRFToken": value("csrfmiddlewaretoken") },
    ...options,
  });
}

/** Give every form of the page the token of the new session; false unless the same person signed in. */
async function renewToken({ dataset }, signal) {
  const answer = await fetch(dataset.url, { headers: { Accept: "application/json" }, signal }).catch(() => null);
  const json = await answer?.json().catch(() => null);
  if (!answer?.ok || String(json?.person) !== dataset.person) return false;
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((input) => (input.value = json.token));
  return true;
}

/** Whether the answer is about this request and these bytes. Only a secure context can hash. */
async function isProof(answer, body, number) {
  const bytes = new TextEncoder().encode(body);
  if (answer.number !== String(number) || answer.bytes !== bytes.length) return false;
  if (!crypto.subtle) return true;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return answer.sha256 === [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function reason(status, json) {
  if (json?.signed_out) return new NotSaved("You were signed out", { hint: ". Sign in in another tab, then it is saved" });
  if (status >= 500 || status === 429) return new NotSaved(`The server did not answer (${status})`, { hint: "; trying again" });
  const sentence = json?.error || `The server refused this draft (${status}).`;
  return new NotSaved(`Not saved. ${sentence.replace(/\.$/, "")}`, { mayRetry: status === 403 });
}
