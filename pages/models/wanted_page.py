"""A name that pages link to and that leads to no page."""

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse

from pages.models.link import PageLink
from pages.text.titles import title_of


class WantedPageQuerySet(models.QuerySet["WantedPage"]):
    def recount(self, slugs: Collection[str], unwritten: Collection[str]) -> None:
        """Write anew which of `slugs` are wanted; `unwritten` are those of them that lead to no page."""
        links = PageLink.objects.of_visible_pages().filter(target_slug__in=unwritten).order_by()
        found = dict(links.values_list("target_slug").annotate(n=Count("pk")))
        self.filter(slug__in=set(slugs) - found.keys()).delete()
        rows = [self.model(slug=slug, link_count=found[slug]) for slug in sorted(found)]
        self.bulk_create(rows, update_conflicts=True, update_fields=["link_count"], unique_fields=["slug"])

    def most_wanted(self) -> Self:
        return self.order_by("-link_count", "slug")

    def after(self, link_count: int, slug: str) -> Self:
        """The keyset of `most_wanted`."""
        as_wanted = Q(link_count=link_count, slug__gt=slug)
        return self.filter(link_count__lte=link_count).filter(Q(link_count__lt=link_count) | as_wanted)

    def unlinked(self) -> Self:
        """Rows that no link is behind any more: none, unless the links were changed behind our back."""
        links = PageLink.objects.of_visible_pages().filter(target_slug=models.OuterRef("slug"))
        return self.filter(~models.Exists(links))


class WantedPage(models.Model):
    """A slug and how many pages link to it. Kept by `pages.derived`, so that the list is never counted."""

    slug = models.CharField(max_length=255, unique=True)
    link_count = models.PositiveIntegerField()

    objects = WantedPageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(F("link_count").desc(), F("slug"), name="wanted_most")]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("pages:detail", args=[self.slug])

    @property
    def title(self) -> str:
        """What a page of this name would be called, as far as its slug tells."""
        return title_of(self.slug)
