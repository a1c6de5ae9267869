// Sending a decision, and believing only an answer that says what was done.

/** Why nothing is known to be done: words for the moderator. */
export class NotDone extends Error {}

const UNREACHABLE = "The server cannot be reached. Nothing is known to be decided: try again.";
const REASONS = {
  403: "You were signed out, or may not decide any more. Sign in in another tab, then load this screen again.",
  429: "Too many decisions at once. Wait a moment and try again.",
};

/** Post pairs of names and values from the queue's form; give the answer's JSON or throw NotDone. */
export async function send(form, pairs, url = location.href) {
  const token = form.elements.csrfmiddlewaretoken.value;
  let answer;
  try {
    answer = await fetch(url.split("#")[0], {
      method: "POST",
      body: new URLSearchParams(pairs),
      headers: { Accept: "application/json", "X-CSRFToken": token },
    });
  } catch {
    throw new NotDone(UNREACHABLE);
  }
  const json = answer.ok && !answer.redirected ? await answer.json().catch(() => null) : null;
  if (json) return json;
  throw new NotDone(answer.redirected ? REASONS[403] : REASONS[answer.status] || `The server refused this (${answer.status}). Nothing is known to be decided.`);
}
