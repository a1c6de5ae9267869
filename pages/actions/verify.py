"""Finds a flipped bit of any revision's text, number, parent, time, summary or minor mark."""

from collections.abc import Callable, Iterator

from pages.models import (
    Contributor,
    Page,
    Part,
    Revision,
    RevisionText,
    Suppression,
    TextSuppressed,
    UnreadableText,
)
from pages.text.hashes import text_hash

ROWS_AT_A_TIME = 500


def problems(progress: Callable[[int], None]) -> Iterator[str]:
    """Yield a sentence for every fault; call `progress` with the number of revisions checked so far."""
    checked, suppressed = 0, set(Suppression.objects.values_list("revision", "part"))
    for page in Page.objects.order_by("pk").select_related("current").iterator(ROWS_AT_A_TIME):
        expected, last = 1, None
        for revision in _revisions(page):
            name = f"“{page.title}” revision {revision.number}"
            yield from (f"{name}: {fault}" for fault in _faults(revision, expected, last, suppressed))
            expected, last, checked = revision.number + 1, revision, checked + 1
            progress(checked)
        yield from _page_faults(page, last)
    for person in Contributor.objects.miscounted().iterator(ROWS_AT_A_TIME):
        yield f"{person.name}: the stored number of edits is {person.revision_count}"


def notices() -> Iterator[str]:
    """Yield a sentence for every part that a moderator took out: not there any more, and not a fault."""
    for suppression in Suppression.objects.select_related("revision__page").order_by("pk").iterator():
        revision, part = suppression.revision, suppression.get_part_display().lower()
        day = suppression.suppressed_at.date().isoformat()
        yield f"“{revision.page.title}” revision {revision.number}: {part} suppressed on {day}"


def _revisions(page: Page) -> Iterator[Revision]:
    in_order = page.revisions.order_by("number").select_related("parent", "stored_text__keyframe")
    return in_order.iterator(ROWS_AT_A_TIME)


def _faults(
    revision: Revision, expected: int, last: Revision | None, suppressed: set[tuple[int, str]]
) -> Iterator[str]:
    if revision.number != expected:
        yield f"the number should be {expected}"
    if revision.parent_id != (last.pk if last else None):
        yield "the parent is not the revision before it"
    if (revision.pk, Part.SUMMARY) in suppressed:
        yield from ["the suppressed summary is still there"] if revision.summary else []
    elif bytes(revision.hash) != revision.expected_hash():
        yield "the hash does not fit its number, parent, time, summary or minor mark"
    is_suppressed = (revision.pk, Part.TEXT) in suppressed
    try:
        text = revision.text
    except TextSuppressed:
        return
    except RevisionText.DoesNotExist:
        yield "the text is not there"
    except UnreadableText as error:
        yield f"the text cannot be read ({error})"
    else:
        if is_suppressed:
            yield "the suppressed text is still there"
        if text_hash(text) != bytes(revision.text_hash):
            yield "the text is not the one that was saved"
        if len(text.encode()) != revision.size:
            yield "the stored size is wrong"


def _page_faults(page: Page, last: Revision | None) -> Iterator[str]:
    if page.current_id != (last.pk if last else None):
        yield f"“{page.title}”: the current revision is not the last one"
    if page.revision_count != (last.number if last else 0):
        yield f"“{page.title}”: the stored number of revisions is {page.revision_count}"
