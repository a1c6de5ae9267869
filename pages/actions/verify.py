"""Finds a flipped bit of any revision's text, number, parent, time, summary or minor mark."""

from collections.abc import Callable, Iterator

from pages.models import Page, Revision, RevisionText, UnreadableText
from pages.text.hashes import text_hash

ROWS_AT_A_TIME = 500


def problems(progress: Callable[[int], None]) -> Iterator[str]:
    """Yield a sentence for every fault; call `progress` with the number of revisions checked so far."""
    checked = 0
    for page in Page.objects.order_by("pk").select_related("current").iterator(ROWS_AT_A_TIME):
        expected, last = 1, None
        for revision in _revisions(page):
            name = f"“{page.title}” revision {revision.number}"
            yield from (f"{name}: {fault}" for fault in _faults(revision, expected, last))
            expected, last, checked = revision.number + 1, revision, checked + 1
            progress(checked)
        yield from _page_faults(page, last)


def _revisions(page: Page) -> Iterator[Revision]:
    in_order = page.revisions.order_by("number").select_related("parent", "stored_text")
    return in_order.iterator(ROWS_AT_A_TIME)


def _faults(revision: Revision, expected: int, last: Revision | None) -> Iterator[str]:
    if revision.number != expected:
        yield f"the number should be {expected}"
    if revision.parent_id != (last.pk if last else None):
        yield "the parent is not the revision before it"
    if bytes(revision.hash) != revision.expected_hash():
        yield "the hash does not fit its number, parent, time, summary or minor mark"
    try:
        text = revision.text
    except RevisionText.DoesNotExist:
        yield "the text is not there"
    except UnreadableText as error:
        yield f"the text cannot be read ({error})"
    else:
        if text_hash(text) != bytes(revision.text_hash):
            yield "the text is not the one that was saved"
        if len(text.encode()) != revision.size:
            yield "the stored size is wrong"


def _page_faults(page: Page, last: Revision | None) -> Iterator[str]:
    if page.current_id != (last.pk if last else None):
        yield f"“{page.title}”: the current revision is not the last one"
    if page.revision_count != (last.number if last else 0):
        yield f"“{page.title}”: the stored number of revisions is {page.revision_count}"
