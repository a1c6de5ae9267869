"""Choose who may edit a page."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from pages.actions.errors import NothingChanged, require_reason
from pages.models import LogEntry, Page, Protection
from pages.permissions import can_protect
from pages.signals import page_protected


def protect(page: Page, level: Protection, *, by: Any, reason: str, now: datetime | None = None) -> None:
    """Let those of `level` alone edit `page` from now on; `Protection.NONE` opens it again.

    Raises `PermissionDenied`, `ReasonMissing` or `NothingChanged`.
    """
    now = now or timezone.now()
    with transaction.atomic():
        page = Page.objects.locked().get(pk=page.pk)
        if not can_protect(by, page):
            raise PermissionDenied("You may not protect this page.")
        reason, before = require_reason(reason), page.protection
        if level == before:
            raise NothingChanged("The page has this protection already.")
        page.protection = level
        page.save(update_fields=["protection"])
        Page.objects.filter(pk=page.pk).raise_cache_version()
        levels = {"from": before, "to": int(level)}
        LogEntry.objects.record("protect", page, by=by, reason=reason, now=now, **levels)
        transaction.on_commit(lambda: page_protected.send_robust(sender=Page, page=page))
