"""A page's current revision as HTML, ready to be sent."""

from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.encoding import iri_to_uri

from pages.text.charts import draw_charts
from pages.text.contents import Listed
from pages.text.fact_dates import stale_keys
from pages.text.fact_schema import Schema
from pages.text.fact_values import Part
from pages.text.facts import FactRow
from pages.text.links import outside_links
from pages.text.outline import Heading
from pages.text.wikilinks import mark_missing

MAX_URL_CHARS = 1_000  # as many as an index of any database takes


class PageRenderingQuerySet(models.QuerySet["PageRendering"]):
    def due(self, today: date) -> Self:
        """Those of visible pages with a fact that is due for review, the longest due first."""
        pages = self.filter(review_by__lt=today, page__deleted_at=None)
        return (
            pages.select_related("page").defer("html", "outline", "infobox").order_by("review_by", "page_id")
        )

    def after(self, day: date, page_id: int) -> Self:
        """The keyset of a list in that order."""
        later = models.Q(review_by__gt=day) | models.Q(review_by=day, page_id__gt=page_id)
        return self.filter(later)


class PageRendering(models.Model):
    """What follows from the current revision for the screen. Rebuilt by `pages.derived`, never edited."""

    page = models.OneToOneField(
        "pages.Page", on_delete=models.CASCADE, primary_key=True, related_name="rendering"
    )
    revision = models.ForeignKey("pages.Revision", on_delete=models.CASCADE, related_name="+")
    html = models.TextField(help_text="Neutral about whether a wikilink's target exists.")
    outline = models.JSONField(default=list)
    infobox = models.JSONField(default=list)
    front_matter = models.JSONField(default=dict)
    excerpt = models.TextField(blank=True)
    contents = models.JSONField(null=True, help_text="What the text's chapters list, in order.")
    doubted = models.JSONField(null=True, help_text="Keys of facts that are known to be outdated.")
    review_by = models.DateField(null=True, help_text="The day after which a fact is due for review.")

    objects = PageRenderingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["review_by", "page"], name="facts_due")]

    def __str__(self) -> str:
        return f"HTML of {self.page}"

    def stale_keys(self, schema: Schema, today: date) -> set[str]:
        """Outermost keys of facts that are due for review, by their age or by a report that was accepted."""
        return stale_keys(self.front_matter, schema, today=today) | set(self.doubted or ())

    def doubt(self, key: str, today: date) -> None:
        """Mark a fact as outdated until it is changed. The page's lock must be held."""
        yesterday = today - timedelta(days=1)
        self.doubted = sorted({*(self.doubted or ()), key})
        self.review_by = min(filter(None, [self.review_by, yesterday]))
        self.save(update_fields=["doubted", "review_by"])

    @property
    def says(self) -> str:
        """What the page is about in a sentence: its fact `summary`, or how its text begins."""
        summary = self.front_matter.get("summary")
        return summary if isinstance(summary, str) and summary else self.excerpt

    def outside_links(self) -> list[str]:
        """The addresses on other sites that the text and its facts lead to, each once, in ASCII."""
        facts = [part.url for row in self.fact_rows() for part in row.parts if part.url]
        written = [*outside_links(self.html), *(url.partition("#")[0] for url in facts)]
        found = [iri_to_uri(url) for url in written if url.startswith(("http://", "https://"))]
        ours = f"{settings.SITE_URL}/"
        kept = (url for url in found if len(url) <= MAX_URL_CHARS and not url.startswith(ours))
        return list(dict.fromkeys(kept))

    def headings(self) -> list[Heading]:
        return [Heading(*heading) for heading in self.outline]

    def fact_rows(self) -> list[FactRow]:
        return fact_rows_from_json(self.infobox)

    def html_with(self, missing: set[str]) -> str:
        """The HTML with its charts drawn, and the wikilinks to `missing` slugs marked as not written."""
        return draw_charts(mark_missing(self.html, missing))


def contents_to_json(contents: tuple[Listed, ...]) -> list[list[str]] | None:
    return [[entry.slug, entry.chapter, entry.chapter_id] for entry in contents] or None


def contents_from_json(stored: list[list[str]] | None) -> list[Listed]:
    return [Listed(*entry) for entry in stored or ()]


def fact_rows_to_json(rows: list[FactRow]) -> list[Any]:
    return [[row.key, row.label, row.value, [[p.text, p.slug, p.url] for p in row.parts]] for row in rows]


def fact_rows_from_json(stored: list[Any]) -> list[FactRow]:
    return [
        FactRow(key, label, value, tuple(Part(*part) for part in parts))
        for key, label, value, parts in stored
    ]
