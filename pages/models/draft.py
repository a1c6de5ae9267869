"""Somebody's unsaved text."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from pages.text.titles import MAX_TITLE_CHARS


class Draft(models.Model):
    """What one person has typed over one base revision of a page, or for a page that is not there yet.

    Never in the history. A discarded one is kept for 30 days, so that it can return.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    page = models.ForeignKey("pages.Page", on_delete=models.CASCADE, null=True, related_name="drafts")
    base = models.PositiveIntegerField(
        default=0, help_text="Number of the revision it started from; 0: none."
    )
    title = models.CharField(max_length=MAX_TITLE_CHARS, blank=True)
    body = models.TextField(blank=True)
    summary = models.CharField(max_length=200, blank=True)
    saved_at = models.DateTimeField(default=timezone.now)
    discarded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "page", "base"], name="draft_once_a_base"),
            models.UniqueConstraint(
                fields=["person", "title"], condition=models.Q(page=None), name="draft_once_a_new_title"
            ),
        ]

    def __str__(self) -> str:
        return f"Draft of {self.page or self.title}"
