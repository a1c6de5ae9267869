"""How much there was at the end of a day: what statistics are drawn from."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Sum
from django.db.models.functions import TruncMonth


class DayCountQuerySet(models.QuerySet["DayCount"]):
    def newest(self) -> "DayCount | None":
        return self.order_by("-day").first()

    def edits_by_month(self, first: date) -> list[dict[str, Any]]:
        """`month` and `total` edits of each month from `first` on that had a day counted, oldest first."""
        months = self.filter(day__gte=first).order_by().annotate(month=TruncMonth("day")).values("month")
        return [dict(row) for row in months.annotate(total=Sum("edits")).order_by("month")]


class DayCount(models.Model):
    """One day: the edits that were made on it, and how many of each thing there were when it was counted."""

    day = models.DateField(primary_key=True)
    edits = models.PositiveIntegerField()
    pages = models.PositiveIntegerField()
    revisions = models.PositiveIntegerField()
    contributors = models.PositiveIntegerField()
    files = models.PositiveIntegerField()

    objects = DayCountQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.day}: {self.edits} edits"
