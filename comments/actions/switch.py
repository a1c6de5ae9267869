"""Open a page's discussion, close it, or make it read-only."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from comments.models import Discussion, Mode
from pages.actions.errors import NothingChanged
from pages.models import LogEntry, Page
from pages.permissions import is_moderator


def switch(page: Page, mode: Mode, *, by: Any, reason: str = "", now: datetime | None = None) -> None:
    """Say what people may do in the discussion of `page` from now on; its comments stay as they are.

    Raises `PermissionDenied` or `NothingChanged`.
    """
    if not is_moderator(by):
        raise PermissionDenied("Only moderators open and close discussions.")
    with transaction.atomic():
        discussion = Discussion.objects.locked().get_or_create(page=page)[0]
        before, discussion.mode = discussion.mode, mode
        if before == mode:
            raise NothingChanged("The discussion is in this mode already.")
        discussion.save(update_fields=["mode"])
        modes = {"from": before, "to": str(mode)}
        LogEntry.objects.record("discussion", page, by=by, reason=reason, now=now or timezone.now(), **modes)
