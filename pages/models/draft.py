"""Somebody's unsaved text."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from pages.text.sections import MAX_SECTION_CHARS, name_of
from pages.text.titles import MAX_TITLE_CHARS

KEPT_AFTER_DISCARD = timedelta(days=30)


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, person: Any) -> Self:
        """Drafts of this person; strangers have none."""
        return self.filter(person=person) if person and person.is_authenticated else self.none()

    def live(self) -> Self:
        """Drafts that are restored when their page is edited again."""
        return self.filter(discarded_at=None)

    def discarded(self) -> Self:
        return self.exclude(discarded_at=None)

    def expired(self, now: datetime) -> Self:
        """Discarded ones that cannot return any more."""
        return self.filter(discarded_at__lt=now - KEPT_AFTER_DISCARD)

    def newest_first(self) -> Self:
        return self.select_related("page").order_by("-saved_at", "-pk")


class Draft(models.Model):
    """What one person has typed over one base revision of a page or section, or for a page that is not there.

    Never in the history. A discarded one is kept for 30 days, so that it can return.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    page = models.ForeignKey("pages.Page", on_delete=models.CASCADE, null=True, related_name="drafts")
    base = models.PositiveIntegerField(
        default=0, help_text="Number of the revision it started from; 0: none."
    )
    section = models.CharField(
        max_length=MAX_SECTION_CHARS,
        blank=True,
        default="",
        db_default="",
        help_text="Id of its heading; empty: the page.",
    )
    title = models.CharField(max_length=MAX_TITLE_CHARS, blank=True)
    body = models.TextField(blank=True)
    summary = models.CharField(max_length=200, blank=True)
    saved_at = models.DateTimeField(default=timezone.now)
    discarded_at = models.DateTimeField(null=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "page", "base", "section"],
                condition=models.Q(discarded_at=None),
                name="draft_live_once_a_section",
            ),
            models.UniqueConstraint(
                fields=["person", "title"],
                condition=models.Q(page=None, discarded_at=None),
                name="draft_live_once_a_new_title",
            ),
        ]

    def __str__(self) -> str:
        return f"Draft of {self.name}"

    def get_absolute_url(self) -> str:
        """Where it is restored: the edit page."""
        if self.page:
            query = f"?{urlencode({'section': self.section})}" if self.section else ""
            return reverse("pages:edit", args=[self.page.slug]) + query
        return f"{reverse('pages:create')}?{urlencode({'title': self.title})}"

    @property
    def name(self) -> str:
        """The title that was typed, or else the page's; empty where a new page has none yet."""
        return self.title or (self.page.title if self.page else "")

    @property
    def heading(self) -> str:
        """About what its section's heading says; empty for a whole page."""
        return name_of(self.section)

    @property
    def returns_until(self) -> datetime | None:
        """When a discarded draft is forgotten."""
        return self.discarded_at and self.discarded_at + KEPT_AFTER_DISCARD
