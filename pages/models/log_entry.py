"""Public record of acts that are not edits."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from pages.models.contributor import contributor_of

if TYPE_CHECKING:
    from pages.models.page import Page


class LogEntryQuerySet(models.QuerySet["LogEntry"]):
    def record(
        self, verb: str, page: "Page", *, by: Any, reason: str = "", now: datetime, **details: Any
    ) -> "LogEntry":
        """Write down that `by` did this to the page, inside the transaction that does it."""
        return self.create(
            created_at=now,
            actor=contributor_of(by),
            verb=verb,
            page=page,
            page_title=page.title,
            reason=reason,
            details={"slug": page.slug, **details},
        )

    def record_about(
        self, verb: str, about: dict[str, Any], *, by: Any, reason: str = "", now: datetime
    ) -> "LogEntry":
        """The same for an act that is not on a page: `about` says on what."""
        actor = contributor_of(by)
        return self.create(created_at=now, actor=actor, verb=verb, reason=reason, details=about)

    def newest(self, verb: str, page: "Page") -> "LogEntry | None":
        """The last time that somebody did this to the page."""
        return self.filter(page=page, verb=verb).select_related("actor").order_by("-id").first()


class LogEntry(models.Model):
    """One act by one person: who, what, on which page, when and why. Never changed."""

    created_at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey("pages.Contributor", on_delete=models.PROTECT, null=True, related_name="log")
    verb = models.CharField(max_length=40)
    page = models.ForeignKey("pages.Page", on_delete=models.SET_NULL, null=True, related_name="log")
    page_title = models.CharField(max_length=255, blank=True)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict, blank=True)

    objects = LogEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "log entries"
        indexes = [models.Index(fields=["-created_at", "-id"], name="log_newest")]

    def __str__(self) -> str:
        return f"{self.verb} {self.about}".strip()

    @property
    def about(self) -> str:
        """The page's title, or the person's name in addresses; empty for a network, which nobody is told."""
        return self.page_title or str(self.details.get("person", ""))
