"""A wikilink from one page to another."""

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Q


class PageLinkQuerySet(models.QuerySet["PageLink"]):
    def of_visible_pages(self) -> Self:
        """Links that readers find in a text."""
        return self.filter(source__deleted_at=None)

    def to(self, names: Collection[str]) -> Self:
        """What links to any of `names`, in the order of the index: by name, then by the age of the page."""
        links = self.of_visible_pages().filter(target_slug__in=names).select_related("source")
        return links.order_by("target_slug", "source_id")

    def after(self, source: int, target_slug: str) -> Self:
        """The keyset of `to`: what follows the link of the page `source` to `target_slug`."""
        of_same_name = Q(target_slug=target_slug, source__gt=source)
        return self.filter(target_slug__gte=target_slug).filter(Q(target_slug__gt=target_slug) | of_same_name)


class PageLink(models.Model):
    """`source` links to the page of the name `target_slug`, whether that is written or not."""

    source = models.ForeignKey("pages.Page", on_delete=models.CASCADE, related_name="links")
    target_slug = models.CharField(max_length=255)

    is_embedded = models.BooleanField(
        default=False, db_default=False
    )  # shown inside `source`, not only linked

    objects = PageLinkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target_slug", "source"], name="link_once")]

    def __str__(self) -> str:
        return f"{self.source} -> {self.target_slug}"
