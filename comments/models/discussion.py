"""The discussion of a page: how many comments readers see, and whether more are taken."""

from typing import Self

from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from comments.models.page_comment import PageComment
from pages.models import HOME_SLUG, Page


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    def locked(self) -> Self:
        """Rows locked in one order, so that two moderators of the same pages never wait for each other."""
        return self.order_by("page_id").select_for_update()

    def most_discussed(self) -> Self:
        """Discussions with something to read, the longest first. The front page shows none of its own."""
        found = self.filter(approved_count__gt=0, page__deleted_at=None).exclude(page__slug=HOME_SLUG)
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
    is_open = models.BooleanField(default=True)

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-approved_count", "-page"], name="discussion_longest")]

    def __str__(self) -> str:
        return f"Discussion of {self.page}"


def discussion_of(page: Page) -> Discussion:
    """The page's discussion, unsaved where nobody has commented yet. Each page object asks once."""
    try:
        return page.discussion
    except Discussion.DoesNotExist:
        return Discussion(page=page)  # Django remembers it on `page`, so the next call asks nothing
