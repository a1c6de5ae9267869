"""Give a page a new title, leaving a redirect behind."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from pages import search
from pages.actions.errors import NothingChanged, refuse_taken
from pages.derived import recount_links
from pages.models import LogEntry, Page, Redirect, SearchDocument
from pages.permissions import can_rename
from pages.signals import page_renamed
from pages.text.titles import clean_title, slugify


def rename(page: Page, title: str, *, by: Any, reason: str = "", now: datetime | None = None) -> None:
    """Rename `page`; its old name leads to it from now on.

    Raises `PermissionDenied`, `TitleTaken`, `NothingChanged` or a `Refusal`.
    """
    title, now = clean_title(title), now or timezone.now()
    try:
        with transaction.atomic():
            page = Page.objects.locked().get(pk=page.pk)
            if not can_rename(by, page):
                raise PermissionDenied("You may not rename this page.")
            if title == page.title:
                raise NothingChanged("The page has this title already.")
            _rename(page, title, by=by, reason=reason, now=now)
    except IntegrityError:
        refuse_taken(slugify(title))  # somebody took the name since we looked
        raise


def _rename(page: Page, title: str, *, by: Any, reason: str, now: datetime) -> None:
    old_title, old_slug, slug = page.title, page.slug, slugify(title)
    names = {old_slug, slug}
    if slug != old_slug:
        refuse_taken(slug)
        names |= Redirect.objects.give_up(slug)
        Redirect.objects.create(slug=old_slug, page=page)
    Page.objects.filter(pk=page.pk).update(title=title, slug=slug, updated_at=now)
    SearchDocument.objects.filter(page=page).update(title=title)
    page.tags.update(page_slug=slug)
    page.refresh_from_db()
    search.index(page)
    Page.objects.filter(pk=page.pk).raise_cache_version()
    Page.objects.filter(links__target_slug__in=[old_slug, slug]).raise_cache_version()
    recount_links(names)
    told = {"from": old_title, "to": title, "old_slug": old_slug}
    LogEntry.objects.record("rename", page, by=by, reason=reason, now=now, **told)
    transaction.on_commit(lambda: page_renamed.send_robust(sender=Page, page=page, old_slug=old_slug))
