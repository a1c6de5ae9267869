"""Public record of acts that are not edits."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pages.models.contributor import contributor_of

if TYPE_CHECKING:
    from pages.models.page import Page

VERB_WORDS = {
    "ban": _("Banned"),
    "delete": _("Deleted"),
    "discussion": _("Switched the discussion of"),
    "protect": _("Changed the protection of"),
    "rename": _("Renamed"),
    "restore": _("Restored"),
    "suppress": _("Removed parts of the history of"),
    "unban": _("Lifted the ban of"),
}
PUBLIC_VERBS = tuple(VERB_WORDS)


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

    def public(self) -> Self:
        """What everybody may read: not what the machine noted for moderators, nor who was erased."""
        whole = self.filter(verb__in=PUBLIC_VERBS).select_related("page", "actor")
        return whole.order_by("-created_at", "-id")

    def made_before(self, moment: datetime, number: int) -> Self:
        """The keyset of `public`."""
        same_moment = models.Q(created_at=moment, id__lt=number)
        return self.filter(created_at__lte=moment).filter(models.Q(created_at__lt=moment) | same_moment)

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
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="log_newest"),
            models.Index(fields=["actor", "-created_at", "-id"], name="log_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.about}".strip()

    @property
    def verb_words(self) -> str:
        """What was done, as a heading begins."""
        return str(VERB_WORDS.get(self.verb, self.verb))

    @property
    def about(self) -> str:
        """The page's title, or the person's name in addresses; empty for a network, which nobody is told."""
        return self.page_title or str(self.details.get("person", ""))
