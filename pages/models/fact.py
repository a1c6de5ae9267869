"""One key and value of a page's front matter, and what this site knows of its keys."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q

from pages.text.fact_schema import Schema, load_schema

if TYPE_CHECKING:
    from pages.models.page import Page

MAX_START_CHARS = 100

Counts = dict[str, dict[str, int]]


def start_of(value: str) -> str:
    """What facts are found and counted by: as much of a value as an index takes."""
    return value[:MAX_START_CHARS]


class FactQuerySet(models.QuerySet["Fact"]):
    def of_visible_pages(self) -> Self:
        return self.filter(page__deleted_at=None)

    def of_pages(self, pages: models.QuerySet["Page"], keys: Collection[str]) -> dict[int, dict[str, str]]:
        """What each of `pages` says of `keys`, by its number, in one query."""
        found: dict[int, dict[str, str]] = {}
        facts = self.filter(page__in=pages.order_by(), key__in=keys)
        for page, key, value in facts.values_list("page_id", "key", "value").iterator():
            found.setdefault(page, {})[key] = value
        return found

    def saying(self, key: str, values: Collection[str]) -> Self:
        return self.filter(key=key, value_start__in=[start_of(value) for value in values])

    def counted(
        self, keys: Collection[str], flags: Collection[str] = (), ticks: Collection[str] = ()
    ) -> Counts:
        """How many pages say each value of `keys`; of `flags` the `ticks` alone. The frequent ones first."""
        wanted = Q(key__in=keys) | Q(key__in=flags, value_start__in=ticks)
        rows = self.filter(wanted).values_list("key", "value_start").annotate(n=Count("pk")).order_by()
        found: Counts = {key: {} for key in [*keys, *flags]}
        for key, value, number in sorted(rows, key=lambda row: (-row[2], row[1])):
            found[key][value] = number
        return found


class Fact(models.Model):
    """One key and value of the current revision's front matter, in the author's order."""

    page = models.ForeignKey("pages.Page", on_delete=models.CASCADE, related_name="facts")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=200)
    value = models.TextField()
    value_start = models.CharField(max_length=MAX_START_CHARS, default="", db_default="", editable=False)

    objects = FactQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "position"], name="fact_position_once")]
        # Whole values do not fit into an index; their start lets facets be counted from it alone.
        indexes = [models.Index(fields=["key", "value_start", "page"], name="fact_by_value")]

    def __str__(self) -> str:
        return f"{self.key}: {self.value[:60]}"


def fact_schema() -> Schema:
    """The schema that this site has chosen. Raises `SchemaFault`; a system check reports it at the start."""
    return load_schema(settings.FACT_SCHEMA)
