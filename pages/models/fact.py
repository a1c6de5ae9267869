"""One key and value of a page's front matter, and what this site knows of its keys."""

from django.conf import settings
from django.db import models

from pages.text.fact_schema import Schema, load_schema


class Fact(models.Model):
    """One key and value of the current revision's front matter, in the author's order."""

    page = models.ForeignKey("pages.Page", on_delete=models.CASCADE, related_name="facts")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=200)
    value = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "position"], name="fact_position_once")]
        indexes = [models.Index(fields=["key", "page"], name="fact_by_key")]

    def __str__(self) -> str:
        return f"{self.key}: {self.value[:60]}"


def fact_schema() -> Schema:
    """The schema that this site has chosen. Raises `SchemaFault`; a system check reports it at the start."""
    return load_schema(settings.FACT_SCHEMA)
