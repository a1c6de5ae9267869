"""The one place where a page gains a revision. Every verb that changes a text ends here."""

from datetime import datetime
from typing import Any

from django.db import transaction

from pages import derived
from pages.models import Contributor, Page, Revision, Watch, contributor_of, next_revision, store_text
from pages.notify import tell_watchers
from pages.rendering import RenderedSource
from pages.signals import page_edited


def append(
    page: Page,
    text: str,
    source: RenderedSource,
    *,
    by: Any,
    summary: str = "",
    is_minor: bool = False,
    reverted_to: int | None = None,
    now: datetime,
) -> Revision:
    """Save `text` as the next revision of a page whose lock is held, with all that follows from it.

    `source` is `text` rendered, made before the transaction so that the lock is held for the writing only.
    """
    revision = next_revision(
        page,
        text,
        by=contributor_of(by),
        summary=summary,
        is_minor=is_minor,
        reverted_to=reverted_to,
        now=now,
    )
    revision.save()
    if revision.author_id:
        Contributor.objects.filter(pk=revision.author_id).count_revision()
    store_text(revision, text)
    page.lang = source.lang
    page.move_to(revision, now=now)
    Watch.objects.of(by).pass_over_own(page, revision.number)
    if Watch.objects.filter(page=page).to_tell_at_once().exists():
        tell_watchers.enqueue(page.pk)
    derived.store(page, source)
    derived.advance(page, revision, text)
    transaction.on_commit(lambda: page_edited.send_robust(sender=Page, page=page, revision=revision))
    return revision
