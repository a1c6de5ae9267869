"""Images and files of a page, each with its history, and the bytes in storage."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pages.text.file_names import MAX_FILE_NAME_CHARS
from pages.text.file_types import FileType

if TYPE_CHECKING:
    from pages.models.contributor import Contributor

MAX_ALT_CHARS = 300


class Kind(models.TextChoices):
    """Shown in the page, or offered as a download."""

    IMAGE = "image", _("Image")
    FILE = "file", _("File")


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def live(self) -> Self:
        """Those that were not removed."""
        return self.filter(removed_at=None)

    def removed(self) -> Self:
        """Those that can be given back until their storage is collected."""
        return self.exclude(removed_at=None)

    def with_versions(self) -> Self:
        newest_first = AttachmentVersion.objects.select_related("uploaded_by").order_by("-number")
        return self.select_related("uploaded_by").prefetch_related(
            models.Prefetch("versions", queryset=newest_first)
        )


class Attachment(models.Model):
    """An image or a file that belongs to a page. Replacing it adds a version; its older ones stay."""

    page = models.ForeignKey("pages.Page", on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=MAX_FILE_NAME_CHARS, help_text="As it is shown; never part of a path.")
    alt = models.CharField(
        "description", max_length=MAX_ALT_CHARS, blank=True, help_text="Empty for a decorative image."
    )
    kind = models.CharField(max_length=5, choices=Kind.choices)
    created_at = models.DateTimeField(default=timezone.now)
    uploaded_by = models.ForeignKey("pages.Contributor", on_delete=models.PROTECT, related_name="attachments")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        return self.kind == Kind.IMAGE

    @property
    def current(self) -> "AttachmentVersion":
        """The newest version; with `with_versions` it costs no query."""
        return next(iter(self.versions.all()))

    @property
    def markdown(self) -> str:
        """What shows the image, or links to the file, in a page's text."""
        words = self.alt if self.is_image else self.name
        escaped = "".join(f"\\{mark}" if mark in "\\[]`*_<>!&" else mark for mark in words)
        return f"{'!' if self.is_image else ''}[{escaped}]({self.current.url})"


class AttachmentVersionQuerySet(models.QuerySet["AttachmentVersion"]):
    def public(self) -> Self:
        """Versions that anybody may fetch: of files that were not removed, of pages that are not deleted."""
        return self.filter(attachment__removed_at=None, attachment__page__deleted_at=None)

    def locked(self) -> Self:
        return self.select_for_update()

    def bytes_of(self, contributor: "Contributor") -> int:
        """How much storage somebody's uploads take, with what was replaced or removed and is still kept."""
        return self.filter(uploaded_by=contributor).aggregate(total=Sum("size"))["total"] or 0


class AttachmentVersion(models.Model):
    """The bytes of an image or file at one time. Two versions of the same bytes share the stored file."""

    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    file_type = models.CharField(max_length=4, choices=[(kind.value, kind.name) for kind in FileType])
    stored_name = models.CharField(max_length=70, help_text="The hash and our own ending.")
    size = models.PositiveIntegerField(help_text="In bytes.")
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    uploaded_by = models.ForeignKey(
        "pages.Contributor", on_delete=models.PROTECT, related_name="attachment_versions"
    )

    objects = AttachmentVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attachment", "number"], name="attachment_version_numbers"),
        ]

    def __str__(self) -> str:
        return f"{self.attachment} ({self.number})"

    @property
    def url(self) -> str:
        return f"/media/{self.stored_name}"


def keep_file(name: str, content: bytes) -> None:
    """Store `content` under `name`, which its hash made, unless it is there in full already."""
    if default_storage.exists(name):
        if default_storage.size(name) == len(content):
            return
        default_storage.delete(name)  # a process died while it wrote this one
    written = default_storage.save(name, ContentFile(content))
    if written != name:  # somebody else has stored the same bytes at the same time
        default_storage.delete(written)


def files_older_than(moment: datetime) -> list[str]:
    """The names of all stored files that were last written before `moment`."""
    if not default_storage.exists(""):
        return []
    names = sorted(default_storage.listdir("")[1])
    return [name for name in names if default_storage.get_modified_time(name) < moment]
