"""A page's current revision as HTML, ready to be sent."""

from typing import Any

from django.db import models

from pages.text.fact_values import Part
from pages.text.facts import FactRow
from pages.text.outline import Heading
from pages.text.wikilinks import mark_missing


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

    def __str__(self) -> str:
        return f"HTML of {self.page}"

    def headings(self) -> list[Heading]:
        return [Heading(*heading) for heading in self.outline]

    def fact_rows(self) -> list[FactRow]:
        return fact_rows_from_json(self.infobox)

    def html_with(self, missing: set[str]) -> str:
        """The HTML with the wikilinks to `missing` slugs marked as not written."""
        return mark_missing(self.html, missing)


def fact_rows_to_json(rows: list[FactRow]) -> list[Any]:
    return [[row.key, row.label, row.value, [[p.text, p.slug, p.url] for p in row.parts]] for row in rows]


def fact_rows_from_json(stored: list[Any]) -> list[FactRow]:
    return [
        FactRow(key, label, value, tuple(Part(*part) for part in parts))
        for key, label, value, parts in stored
    ]
