// The bar that offers what this browser has and the form has not: another tab's words, or what never reached the server.

/** Offer the kept texts one by one. `fill(text)` puts one into the form, whose text takes its place in the bar. */
export function offerCopies(copies, { key, draftSaved, lastSaved }, typed, fill) {
  const bar = document.querySelector("[data-draft-offer]");
  const { body, title } = typed();
  const offered = [];
  for (const text of copies.others()) {
    if (hasArrived(text)) copies.drop(text.key);
    else if (!isOfAnotherPage(text)) offered.push(text);
  }

  /** The form or the server has it, or its page was saved after its form was opened. */
  function hasArrived(text) {
    if (text.body === body || (draftSaved && text.savedAt === draftSaved)) return true;
    return Boolean(text.submittedAt) && Date.parse(lastSaved) > Date.parse(text.openedAt);
  }

  /** All new pages share a key; a draft that the server has is listed by its title. */
  function isOfAnotherPage(text) {
    return key === "new" && Boolean(text.savedAt) && text.title !== title;
  }

  function show() {
    bar.hidden = !offered.length;
    if (offered.length) bar.querySelector("p").textContent = describe(offered[0], draftSaved);
  }

  bar.querySelector("[data-draft-use]").addEventListener("click", () => {
    const chosen = offered.shift();
    offered.unshift(copies.keep({ ...typed(), typedAt: Date.now(), wasShown: true }));
    fill(chosen);
    copies.drop(chosen.key);
    show();
  });
  bar.querySelector("[data-draft-drop]").addEventListener("click", () => {
    copies.drop(offered.shift().key);
    show();
  });
  show();
}

function describe(text, draftSaved) {
  if (text.wasShown) return "This browser keeps the text that was in the form before.";
  const which = !draftSaved || text.typedAt > Date.parse(draftSaved) ? "a newer text" : "another text";
  const time = new Date(text.typedAt).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  return `This browser has ${which} for this page, typed ${time}. It is not in the form.`;
}
