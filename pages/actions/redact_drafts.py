"""Take out of drafts what they took over from a text that a moderator removes."""

from pages.models import Draft, Revision, UnreadableText
from pages.text.redact import lines_only_in, without_lines


def redact_drafts(revision: Revision) -> int:
    """Delete the lines that `revision` brought from every draft of its page; returns how many had some.

    Those lines are in neither the last readable revision before it nor in what readers see. Runs inside the
    transaction that removes the text, before that, with the page's lock held.
    """
    try:
        text = revision.text
    except UnreadableText:
        return 0  # there is nothing left to compare drafts with
    page = revision.page
    before = page.revisions.with_text().filter(number__lt=revision.number).newest_first().first()
    secret = lines_only_in(text, [page.current.text, before.text if before else ""])
    changed = 0
    for draft in Draft.objects.select_for_update(of=("self",)).filter(page=page).order_by("pk"):
        body = without_lines(draft.body, secret)
        if body != draft.body:
            draft.body = body
            draft.save(update_fields=["body"])
            changed += 1
    return changed
