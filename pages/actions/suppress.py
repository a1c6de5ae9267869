"""Take parts of a revision out of storage for good."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from pages.actions.errors import NothingChanged, TextIsCurrent, require_reason
from pages.actions.overwrite import empty_the_journal, overwrite_what_is_deleted
from pages.actions.redact_drafts import redact_drafts
from pages.models import (
    Contributor,
    LogEntry,
    Page,
    Part,
    Revision,
    Suppression,
    contributor_of,
    remove_text,
)
from pages.permissions import can_suppress
from pages.signals import revision_suppressed


def suppress(
    revision: Revision, parts: Collection[str], *, by: Any, reason: str, now: datetime | None = None
) -> int:
    """Remove the `parts` (of `Part`) of `revision` for good: a leaked password, an order of a court.

    The hashes stay, so the history can be verified still. The lines of a removed text go out of drafts too;
    returns how many drafts had some. Raises `PermissionDenied`, `ReasonMissing`,
    `TextIsCurrent`, `NothingChanged`, or `UnreadableText` where a text that depends on this one is damaged.
    """
    now = now or timezone.now()
    with transaction.atomic():
        page = Page.objects.locked().get(pk=revision.page_id)
        revision = page.revisions.get(pk=revision.pk)
        if not can_suppress(by):
            raise PermissionDenied("You may not remove parts of a revision.")
        reason = require_reason(reason)
        if Part.TEXT in parts and page.current_id == revision.pk:
            raise TextIsCurrent
        wanted = [part for part in Part if part in parts and part not in revision.suppressed_parts]
        if not wanted:
            raise NothingChanged("This is removed already.")
        overwrite_what_is_deleted()
        redacted = redact_drafts(revision) if Part.TEXT in wanted else 0
        for part in wanted:
            _REMOVERS[part](revision)
        _write_down(revision, wanted, by=by, reason=reason, now=now)
        Page.objects.filter(pk=page.pk).raise_cache_version()
        numbers = {"revision": revision.number, "parts": [str(part) for part in wanted]}
        LogEntry.objects.record("suppress", page, by=by, reason=reason, now=now, **numbers)
        transaction.on_commit(
            lambda: revision_suppressed.send_robust(sender=Page, page=page, revision=revision)
        )
        transaction.on_commit(empty_the_journal)
    return redacted


def _write_down(revision: Revision, parts: list[Part], *, by: Any, reason: str, now: datetime) -> None:
    who = contributor_of(by)
    Suppression.objects.bulk_create(
        [
            Suppression(revision=revision, part=part, suppressed_at=now, suppressed_by=who, reason=reason)
            for part in parts
        ]
    )


def _remove_summary(revision: Revision) -> None:
    Revision.objects.filter(pk=revision.pk).clear_summary()


def _remove_author(revision: Revision) -> None:
    Revision.objects.filter(pk=revision.pk).update(author=None)
    Page.objects.filter(pk=revision.page_id).recount_contributors()
    if revision.author_id:
        Contributor.objects.filter(pk=revision.author_id).recount_revisions()


_REMOVERS = {Part.TEXT: remove_text, Part.SUMMARY: _remove_summary, Part.AUTHOR: _remove_author}
