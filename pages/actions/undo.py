"""Make a new revision without the change of one older revision."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from pages.actions.append import append
from pages.actions.edit import propose
from pages.actions.errors import NothingBefore, NothingChanged
from pages.models import MAX_SUMMARY_CHARS, LogEntry, Page, Revision
from pages.permissions import can_revert


def undo(page: Page, number: int, *, by: Any, summary: str = "", now: datetime | None = None) -> Revision:
    """Take the change of revision `number` back and keep all that was saved since, by a three-way merge.

    Raises `Revision.DoesNotExist`, `PermissionDenied`, `NothingChanged`, a `Refusal`, `NothingBefore` for the
    first revision, or `EditConflict` where later ones changed the same words; then nothing was saved.
    """
    undone = page.revisions.select_related("author", "parent").get(number=number)
    if undone.parent is None:
        raise NothingBefore("The first revision made the page: there is nothing before it.")
    before, now = undone.parent.text, now or timezone.now()
    proposal = propose(page, before, number)
    with transaction.atomic():
        page = Page.objects.locked().get(pk=page.pk)
        if not can_revert(by, page):
            raise PermissionDenied("You may not edit this page.")
        if page.current_id != proposal.parent.pk:  # somebody was faster: they wait now
            proposal = propose(page, before, number)
        if proposal.text == proposal.parent.text:
            raise NothingChanged(f"Nothing of revision {number} is left to undo.")
        words = undo_summary(undone, summary)
        revision = append(page, proposal.text, proposal.source, by=by, summary=words, now=now)
        # The reason stands in the summary alone, where it can be suppressed.
        LogEntry.objects.record("undo", page, by=by, now=now, undone=number, revision=revision.number)
    return revision


def undo_summary(undone: Revision, reason: str = "") -> str:
    """What the history says of an undo."""
    words = f"Undid revision {undone.number}"
    if undone.author:
        words += f" by {undone.author.name}"
    return (f"{words}: {reason}" if reason else words)[:MAX_SUMMARY_CHARS]
