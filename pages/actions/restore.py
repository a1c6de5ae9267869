"""Bring a deleted page back."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from pages import search
from pages.derived import recount_links, store_tags
from pages.models import LogEntry, Page
from pages.permissions import can_restore
from pages.signals import page_restored


def restore(page: Page, *, by: Any, reason: str = "", now: datetime | None = None) -> None:
    """Show a deleted `page` again, as it was: history, comments, links and search.

    Raises `PermissionDenied`, for a page that is not deleted too.
    """
    now = now or timezone.now()
    with transaction.atomic():
        page = Page.objects.locked().get(pk=page.pk)
        if not can_restore(by, page):
            raise PermissionDenied("There is nothing here that you may restore.")
        page.deleted_at = None
        page.save(update_fields=["deleted_at"])
        search.index(page)
        Page.objects.filter(pk=page.pk).raise_cache_version()
        Page.objects.linking_to_any_name_of(page).raise_cache_version()
        recount_links(page.names().union(page.links.values_list("target_slug", flat=True)))
        store_tags(page, page.rendering.front_matter)
        reason = " ".join(reason.split())
        LogEntry.objects.record("restore", page, by=by, reason=reason, now=now)
        transaction.on_commit(lambda: page_restored.send_robust(sender=Page, page=page))
