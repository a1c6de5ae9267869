"""Find and delete stored files that no page needs any more."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from pages.models import Attachment, AttachmentVersion, Draft, Revision
from pages.models.attachment import files_older_than
from pages.models.revision import TextSuppressed

GRACE = timedelta(days=30)
REVISIONS_A_READ = 200
_MENTION = re.compile(r"/media/([0-9a-f]{64})")


@dataclass(frozen=True)
class Unused:
    """What can go: versions of attachments, and stored files that no version names."""

    versions: list[AttachmentVersion]
    strays: list[str]


def unused(*, now: datetime | None = None) -> Unused:
    """Return what no revision and no draft mentions, or what was removed, each older than `GRACE`."""
    before = (now or timezone.now()) - GRACE
    mentioned = _mentioned()
    old = AttachmentVersion.objects.filter(created_at__lt=before).select_related("attachment__page")
    versions = [version for version in old.order_by("pk") if _is_unused(version, mentioned, before)]
    known = set(AttachmentVersion.objects.values_list("sha256", flat=True))
    return Unused(versions, [name for name in files_older_than(before) if name[:64] not in known])


def collect(found: Unused) -> None:
    """Delete `found` for good; a file whose bytes another version shares stays."""
    for version in found.versions:
        _delete(version)
    for name in found.strays:
        with transaction.atomic():
            if not AttachmentVersion.objects.locked().filter(sha256=name[:64]).exists():
                default_storage.delete(name)


def _is_unused(version: AttachmentVersion, mentioned: set[str], before: datetime) -> bool:
    removed_at = version.attachment.removed_at
    if removed_at:
        return removed_at < before
    return version.sha256 not in mentioned


def _delete(version: AttachmentVersion) -> None:
    with transaction.atomic():
        # Uploads of the same bytes wait here, and then find no file.
        sharing = AttachmentVersion.objects.filter(sha256=version.sha256)
        list(sharing.locked().order_by("pk"))
        version.delete()
        Attachment.objects.filter(pk=version.attachment_id, versions=None).delete()
        if not sharing.exists():
            for name in _stored_as(version.sha256):
                default_storage.delete(name)


def _stored_as(digest: str) -> list[str]:
    """The whole file and its smaller sizes."""
    return [name for name in default_storage.listdir("")[1] if name.startswith(digest)]


def _mentioned() -> set[str]:
    """The hashes that any text names; a suppressed one names none. Raises `UnreadableText`."""
    found: set[str] = set()
    for body in Draft.objects.values_list("body", flat=True).iterator():
        found.update(_MENTION.findall(body))
    revisions = Revision.objects.select_related("stored_text__keyframe").order_by("pk")
    for revision in revisions.iterator(chunk_size=REVISIONS_A_READ):
        try:
            found.update(_MENTION.findall(revision.text))
        except TextSuppressed:
            continue
    return found
