"""What a moderator took out of a revision for good."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Part(models.TextChoices):
    """The parts of a revision that can be taken out."""

    TEXT = "text", _("Text")
    SUMMARY = "summary", _("Summary")
    AUTHOR = "author", _("Author")


class Suppression(models.Model):
    """A part of a revision whose bytes are gone from storage; its hashes stay."""

    revision = models.ForeignKey("pages.Revision", on_delete=models.CASCADE, related_name="suppressions")
    part = models.CharField(max_length=10, choices=Part.choices)
    suppressed_at = models.DateTimeField(default=timezone.now)
    suppressed_by = models.ForeignKey("pages.Contributor", on_delete=models.PROTECT, null=True)
    reason = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "part"], name="suppression_once_a_part")]

    def __str__(self) -> str:
        return f"{self.get_part_display()} of {self.revision}"
