"""Take the last run of one author's revisions back."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from pages.actions.append import append
from pages.actions.errors import NothingBefore, NothingChanged, PageMovedOn
from pages.models import MAX_SUMMARY_CHARS, LogEntry, Page, Revision
from pages.permissions import can_roll_back
from pages.rendering import render_source


def roll_back(page: Page, *, by: Any, base: int, summary: str = "", now: datetime | None = None) -> Revision:
    """Bring back, as a new revision, the text from before all newest revisions of the author of `base`.

    `base` is the number of the revision that the person saw as the current one. Raises `PermissionDenied`,
    `Revision.DoesNotExist`, `PageMovedOn`, `NothingBefore`, `NothingChanged` or a `Refusal`.
    """
    last = page.revisions.select_related("author").get(number=base)
    target = last.before_run()
    if target is None:
        raise NothingBefore(
            "No revision of this page is known to be by somebody else: there is none to go back to."
        )
    text = target.text
    source, now = render_source(text), now or timezone.now()
    with transaction.atomic():
        page = Page.objects.locked().get(pk=page.pk)
        if not can_roll_back(by, page):
            raise PermissionDenied("Only trusted contributors and moderators roll back.")
        if page.current_id != last.pk:
            raise PageMovedOn(page.current)
        if text == last.text:
            raise NothingChanged(f"The page reads as in revision {target.number} already.")
        words = _summary(last, target, summary)
        revision = append(page, text, source, by=by, summary=words, reverted_to=target.number, now=now)
        first = target.number + 1
        LogEntry.objects.record(
            "roll_back", page, by=by, now=now, first=first, last=last.number, revision=revision.number
        )
    return revision


def _summary(last: Revision, target: Revision, reason: str) -> str:
    count = last.number - target.number
    edits = f"{count} edits" if count > 1 else "1 edit"
    words = f"Rolled back {edits} by {last.author} to revision {target.number}"
    return (f"{words}: {reason}" if reason else words)[:MAX_SUMMARY_CHARS]
