"""The discussion of a page: how many comments readers see, whether they do, and whether more are taken."""

from typing import Self

from django.db import models
from django.db.models import Count, JSONField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from comments.models.page_comment import PageComment
from comments.models.rules import Rules
from pages.models import HOME_SLUG, Page


class Mode(models.TextChoices):
    """What people may do in the discussion of a page."""

    OPEN = "open", _("Open: comments are shown and taken")
    READ_ONLY = "read-only", _("Read-only: comments are shown, no more are taken")
    CLOSED = "closed", _("Closed: no comments are shown or taken; those that are there are kept")


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    def locked(self) -> Self:
        """Rows locked in one order, so that two moderators of the same pages never wait for each other."""
        return self.order_by("page_id").select_for_update()

    def with_rules(self) -> Self:
        """Discussions that know the rules, so that reading a page asks one question for both."""
        return self.annotate(rules_as_json=Subquery(Rules.objects.as_json(), output_field=JSONField()))

    def most_discussed(self) -> Self:
        """Discussions with something to read, the longest first. The front page shows none of its own."""
        found = self.filter(approved_count__gt=0, page__deleted_at=None).exclude(page__slug=HOME_SLUG)
        found = found.exclude(mode=Mode.CLOSED)
        return found.select_related("page").order_by("-approved_count", "-page_id")

    def recount(self) -> int:
        """Write `approved_count` anew, by one UPDATE. The rows must be locked."""
        approved = PageComment.objects.approved().filter(page=OuterRef("page_id")).order_by()
        count = approved.values("page").annotate(n=Count("pk")).values("n")
        return self.update(approved_count=Coalesce(Subquery(count), 0))


class Discussion(models.Model):
    """A page's stored counter and switch. Its row is the lock under which comments of the page change."""

    page = models.OneToOneField(
        "pages.Page", on_delete=models.CASCADE, primary_key=True, related_name="discussion"
    )
    approved_count = models.PositiveIntegerField(default=0)
    mode = models.CharField(max_length=9, choices=Mode.choices, default=Mode.OPEN)

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(mode__in=Mode.values), name="discussion_has_a_mode")
        ]
        indexes = [models.Index(fields=["-approved_count", "-page"], name="discussion_longest")]

    def __str__(self) -> str:
        return f"Discussion of {self.page}"

    @property
    def rules(self) -> Rules:
        """The rules as they were when this was read."""
        if not hasattr(self, "rules_as_json"):
            return Rules.objects.current()
        return Rules.read(self.rules_as_json)

    @property
    def is_open(self) -> bool:
        return self.mode == Mode.OPEN

    @property
    def is_closed(self) -> bool:
        return self.mode == Mode.CLOSED

    @property
    def shown_count(self) -> int:
        """How many comments readers of the page see."""
        return 0 if self.is_closed else self.approved_count


def discussion_of(page: Page) -> Discussion:
    """The page's discussion, unsaved where nobody has commented yet. Each page object asks once."""
    if not Page.discussion.is_cached(page):
        found = Discussion.objects.with_rules().filter(page=page).first()
        page.discussion = found or Discussion(page=page)
    return page.discussion
