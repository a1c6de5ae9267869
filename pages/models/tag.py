"""A tag: what several pages say of themselves, and how many."""

from collections.abc import Mapping
from typing import Self

from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from pages.models.page_tag import PageTag


class TagQuerySet(models.QuerySet["Tag"]):
    def recount(self, names: Mapping[str, str]) -> None:
        """Write anew how many pages have each of the tags `names`, by slug. In a transaction.

        A tag that no page has goes: its name may be what a moderator took out of a history. The rows are
        locked first, so that two saves at once count each other's pages.
        """
        rows = (self.model(slug=slug, name=names[slug], page_count=0) for slug in sorted(names))
        self.bulk_create(rows, ignore_conflicts=True)
        changed = self.filter(slug__in=names)
        list(changed.select_for_update().order_by("slug").values_list("slug"))
        having = PageTag.objects.filter(slug=OuterRef("slug")).order_by().values("slug")
        changed.update(page_count=Coalesce(Subquery(having.annotate(n=Count("pk")).values("n")), 0))
        changed.filter(page_count=0).delete()

    def by_name(self) -> Self:
        return self.order_by("slug")


class Tag(models.Model):
    """One tag in the spelling of the first page that had it."""

    slug = models.CharField(max_length=120, primary_key=True)
    name = models.CharField(max_length=100)
    page_count = models.PositiveIntegerField()

    objects = TagQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("pages:tag", args=[self.slug])
