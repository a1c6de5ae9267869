"""Take a page out of sight."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from pages import search
from pages.actions.errors import require_reason
from pages.derived import recount_links, store_tags
from pages.models import LogEntry, Page
from pages.permissions import can_delete
from pages.signals import page_deleted


def delete(page: Page, *, by: Any, reason: str, now: datetime | None = None) -> None:
    """Hide `page` from everybody, its history and comments kept for a moderator who restores it.

    Raises `PermissionDenied` or `ReasonMissing`.
    """
    now = now or timezone.now()
    with transaction.atomic():
        page = Page.objects.locked().get(pk=page.pk)
        if not can_delete(by, page):
            raise PermissionDenied("You may not delete this page.")
        reason = require_reason(reason)
        page.deleted_at = now
        page.save(update_fields=["deleted_at"])
        search.forget(page)
        Page.objects.filter(pk=page.pk).raise_cache_version()
        Page.objects.linking_to_any_name_of(page).raise_cache_version()
        recount_links(page.names().union(page.links.values_list("target_slug", flat=True)))
        store_tags(page, {})
        LogEntry.objects.record("delete", page, by=by, reason=reason, now=now)
        transaction.on_commit(lambda: page_deleted.send_robust(sender=Page, page=page))
