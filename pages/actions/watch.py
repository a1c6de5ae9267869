"""Put pages on one's watchlist, take them off, and choose the mail that comes of it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from pages.models import Page, Watch, WatchMail, When
from pages.permissions import can_read, is_banned


def watch(page: Page, *, by: Any, now: datetime | None = None) -> Watch:
    """Let a person hear of changes to `page` from now on; twice is once.

    Raises `PermissionDenied` for a stranger, for somebody banned, and where the page may not be read.
    """
    if not by.is_authenticated or is_banned(by) or not can_read(by, page):
        raise PermissionDenied("You may not watch this page.")
    first = {"since": now or timezone.now(), "seen": page.revision_count}
    return Watch.objects.get_or_create(person=by, page=page, defaults=first)[0]


def unwatch(pages: Collection[int], *, by: Any) -> int:
    """Take the pages of these numbers off a person's own list; return how many were on it. The banned may."""
    return Watch.objects.of(by).filter(page__in=pages).delete()[0]


def mark_all_seen(*, by: Any) -> int:
    """Note that a person knows of every change on their list; return how many pages were unread."""
    return Watch.objects.of(by).mark_all_seen()


def choose_watch_mail(when: When, *, by: Any) -> None:
    """Keep when a person wants to hear by mail of the pages that they watch."""
    WatchMail.objects.update_or_create(person=by, defaults={"when": when})


def stop_watch_mail(person_id: int) -> None:
    """End it for the account of this number; twice is once, and an account that is gone has ended it."""
    for person in get_user_model()._default_manager.filter(pk=person_id):
        choose_watch_mail(When.NEVER, by=person)
