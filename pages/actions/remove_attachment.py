"""Describe an image anew; take an image or file from a page, or give it back."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from pages.actions.attach import NOT_DESCRIBED, check_room, clean_alt
from pages.models import Attachment, LogEntry, Page, contributor_of
from pages.permissions import can_attach, can_remove_attachment
from pages.text.file_types import FileRefused


def remove_attachment(attachment: Attachment, *, by: Any, now: datetime | None = None) -> None:
    """Take the file from its page: nobody but moderators can fetch it any more. Raises `PermissionDenied`."""
    now = now or timezone.now()
    with transaction.atomic():
        locked = Attachment.objects.select_for_update().get(pk=attachment.pk)
        if not can_remove_attachment(by, locked):
            raise PermissionDenied("Only moderators and whoever uploaded a file remove it.")
        if locked.removed_at:
            return
        _set_removed(locked, now, verb="remove file", by=by, now=now)


def restore_attachment(attachment: Attachment, *, by: Any, now: datetime | None = None) -> None:
    """Give a removed file back to its page, as long as nobody collected it. Raises as `attach` does.

    The page may have been filled meanwhile: its limit holds here too.
    """
    now = now or timezone.now()
    with transaction.atomic():
        page = Page.objects.locked().get(pk=attachment.page_id)
        locked = Attachment.objects.select_for_update().get(pk=attachment.pk)
        if not can_remove_attachment(by, locked) or page.is_deleted:
            raise PermissionDenied("Only moderators and whoever uploaded a file give it back.")
        if not locked.removed_at:
            return
        check_room(page)
        _set_removed(locked, None, verb="restore file", by=by, now=now)


def _set_removed(
    attachment: Attachment, removed_at: datetime | None, *, verb: str, by: Any, now: datetime
) -> None:
    attachment.removed_at = removed_at
    attachment.save(update_fields=["removed_at"])
    LogEntry.objects.create(
        created_at=now,
        actor=contributor_of(by),
        verb=verb,
        page=attachment.page,
        page_title=attachment.page.title,
        details={"file": attachment.name},
    )


def describe(attachment: Attachment, alt: str, *, by: Any, is_decorative: bool = False) -> None:
    """Give an attachment another description. Raises `PermissionDenied` or `FileRefused`."""
    if attachment.removed_at or not can_attach(by, attachment.page):
        raise PermissionDenied("You may not change the files of this page.")
    attachment.alt = clean_alt(alt)
    if attachment.is_image and not attachment.alt and not is_decorative:
        raise FileRefused(NOT_DESCRIBED)
    attachment.save(update_fields=["alt"])
