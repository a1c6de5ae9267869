"""Make a new revision equal to an older one."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from pages.actions.append import append
from pages.actions.errors import NothingChanged
from pages.models import Page, Revision
from pages.permissions import can_revert
from pages.rendering import render_source


def revert(page: Page, number: int, *, by: Any, summary: str = "", now: datetime | None = None) -> Revision:
    """Bring the text of revision `number` back as a new revision; those between stay in the history.

    Raises `Revision.DoesNotExist`, `PermissionDenied`, or `NothingChanged` where the text is that already.
    """
    text = page.revisions.get(number=number).text
    source, now = render_source(text), now or timezone.now()
    with transaction.atomic():
        page = Page.objects.locked().get(pk=page.pk)
        if not can_revert(by, page):
            raise PermissionDenied("You may not edit this page.")
        if page.current is None or page.current.text == text:
            raise NothingChanged(f"The page reads as in revision {number} already.")
        return append(
            page,
            text,
            source,
            by=by,
            summary=summary or f"Reverted to revision {number}",
            reverted_to=number,
            now=now,
        )
