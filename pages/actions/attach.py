"""Give a page an image or a file, or a new version of one."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from pages.actions.images import clean_image
from pages.derived import make_sizes
from pages.models import (
    Attachment,
    AttachmentVersion,
    Contributor,
    Kind,
    LogEntry,
    Page,
    contributor_of,
    keep_file,
)
from pages.models.attachment import MAX_ALT_CHARS
from pages.permissions import can_attach
from pages.text.file_names import clean_file_name
from pages.text.file_types import FileRefused, FileType, download_type, image_format

MEGABYTE = 1024 * 1024
NOT_DESCRIBED = "Describe the image for those who cannot see it, or say that it is only decoration."


@dataclass(frozen=True)
class _Accepted:
    """What is stored of a file: its bytes as we wrote them, and what they are."""

    content: bytes
    file_type: FileType
    width: int | None = None
    height: int | None = None

    @property
    def kind(self) -> Kind:
        return Kind.IMAGE if self.width else Kind.FILE


def attach(
    page: Page,
    file: "File[Any]",
    *,
    by: Any,
    alt: str = "",
    is_decorative: bool = False,
    replaces: Attachment | None = None,
    now: datetime | None = None,
) -> Attachment:
    """Store `file` as a new attachment of `page`, or as the next version of the one that it `replaces`.

    Images are decoded and written anew. Raises `PermissionDenied` or `FileRefused`; nothing is stored then.
    """
    now = now or timezone.now()
    if not can_attach(by, page):
        raise PermissionDenied("You may not add files to this page.")
    alt = clean_alt(alt)
    accepted = _accept(file)
    if accepted.kind == Kind.IMAGE and not (alt or is_decorative or replaces):
        raise FileRefused(NOT_DESCRIBED)
    with transaction.atomic():
        page = Page.objects.locked().get(pk=page.pk)
        if not can_attach(by, page):
            raise PermissionDenied("You may not add files to this page.")
        uploader = _uploader(by, accepted)
        if replaces is None:
            attachment = _begin(page, file, accepted, alt=alt, by=uploader, now=now)
        else:
            attachment = _find(page, replaces, accepted)
        version = _append(attachment, accepted, by=uploader, now=now)
        if replaces is not None:
            _log(attachment, version, now=now)
        # Last, so that whatever fails above leaves no file behind.
        keep_file(version.stored_name, accepted.content)
    return attachment


def clean_alt(alt: str) -> str:
    """The description in one line. Raises `FileRefused`."""
    words = " ".join(alt.replace("\0", " ").split())
    if len(words) > MAX_ALT_CHARS:
        raise FileRefused(f"A description has at most {MAX_ALT_CHARS} characters; this one has {len(words)}.")
    return words


def _accept(file: "File[Any]") -> _Accepted:
    most = settings.UPLOAD_MAX_FILE_BYTES
    if file.size > most:
        raise FileRefused(
            f"A file has at most {most // MEGABYTE} MB; this one has {file.size / MEGABYTE:.1f} MB."
        )
    file.seek(0)
    content = file.read()
    if not content:
        raise FileRefused("This file is empty.")
    if found := image_format(content):
        image = clean_image(content, found)
        return _Accepted(image.content, image.file_type, image.width, image.height)
    return _Accepted(content, download_type(content))


def _uploader(by: Any, accepted: _Accepted) -> Contributor:
    """The contributor, locked so that two uploads at once do not both take the last of the room."""
    contributor = contributor_of(by)
    if contributor is None:
        raise PermissionDenied("You may not add files to this page.")
    locked = Contributor.objects.select_for_update(no_key=True).get(pk=contributor.pk)
    most = settings.UPLOAD_MAX_BYTES_A_PERSON
    if AttachmentVersion.objects.bytes_of(locked) + len(accepted.content) > most:
        raise FileRefused(
            f"Your files would take more than {most // MEGABYTE} MB together. Remove some that are not used."
        )
    return locked


def _begin(
    page: Page, file: "File[Any]", accepted: _Accepted, *, alt: str, by: Contributor, now: datetime
) -> Attachment:
    check_room(page)
    return Attachment.objects.create(
        page=page,
        name=clean_file_name(file.name or ""),
        alt=alt,
        kind=accepted.kind,
        created_at=now,
        uploaded_by=by,
    )


def check_room(page: Page) -> None:
    """Raise `FileRefused` where the page has as many files as a page may have."""
    most = settings.UPLOAD_MAX_FILES_A_PAGE
    if page.attachments.live().count() >= most:
        raise FileRefused(f"A page has at most {most} images and files. Remove one, or replace it.")


def _find(page: Page, replaces: Attachment, accepted: _Accepted) -> Attachment:
    attachment = page.attachments.live().filter(pk=replaces.pk).first()
    if attachment is None:
        raise FileRefused("The file that this one should replace is not there any more.")
    if attachment.kind != accepted.kind:
        raise FileRefused("An image is replaced by an image, and a file by a file: add this one beside it.")
    return attachment


def _append(
    attachment: Attachment, accepted: _Accepted, *, by: Contributor, now: datetime
) -> AttachmentVersion:
    digest = sha256(accepted.content).hexdigest()
    name = f"{digest}.{accepted.file_type}"
    # Whoever collects unused files locks these rows too, and takes no file away before the commit.
    list(AttachmentVersion.objects.locked().filter(sha256=digest).order_by("pk"))
    newest = attachment.versions.order_by("-number").first()
    if newest and newest.stored_name == name:
        raise FileRefused("This is the same file as the one that is there.")
    version = AttachmentVersion.objects.create(
        attachment=attachment,
        number=newest.number + 1 if newest else 1,
        sha256=digest,
        file_type=accepted.file_type,
        stored_name=name,
        size=len(accepted.content),
        width=accepted.width,
        height=accepted.height,
        created_at=now,
        uploaded_by=by,
    )
    if accepted.kind == Kind.IMAGE:
        make_sizes.enqueue(version.stored_name)
    return version


def _log(attachment: Attachment, version: AttachmentVersion, *, now: datetime) -> None:
    LogEntry.objects.create(
        created_at=now,
        actor=version.uploaded_by,
        verb="replace file",
        page=attachment.page,
        page_title=attachment.page.title,
        details={"file": attachment.name, "version": version.number},
    )
