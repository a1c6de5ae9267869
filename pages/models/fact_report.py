"""A reader's word that a fact is outdated: held until a contributor decides."""

from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pages.text.fact_dates import ages
from pages.text.fact_schema import Schema
from pages.text.facts import flatten

MAX_SAID_CHARS = 300


class ReportState(models.TextChoices):
    PENDING = "pending", _("Waits for a decision")
    ACCEPTED = "accepted", _("The fact is outdated")
    DISMISSED = "dismissed", _("The fact is right")
    ANSWERED = "answered", _("The fact was changed")


class FactReportQuerySet(models.QuerySet["FactReport"]):
    def pending(self) -> Self:
        return self.filter(state=ReportState.PENDING, page__deleted_at=None)

    def answer(self, page: Any, values: dict[str, Any], schema: Schema) -> "dict[str, date]":
        """Close the reports whose fact says something else by now; return the day of each that stands."""
        open_states = [ReportState.PENDING, ReportState.ACCEPTED]
        standing: dict[str, date] = {}
        answered = []
        for report in self.filter(page=page, state__in=open_states):
            if report.said != said_of(values, report.key, schema):
                answered.append(report.pk)
            elif report.state == ReportState.ACCEPTED and report.decided_at:
                standing[report.key] = timezone.localdate(report.decided_at) - timedelta(days=1)
        if answered:
            self.filter(pk__in=answered).update(state=ReportState.ANSWERED)
        return standing


class FactReport(models.Model):
    """One report of one fact. Never public: an accepted one shows as a fact that is due for review."""

    page = models.ForeignKey("pages.Page", on_delete=models.CASCADE, related_name="fact_reports")
    key = models.CharField(max_length=100)
    said = models.CharField(max_length=MAX_SAID_CHARS, blank=True, help_text="The fact as it was.")
    mark = models.CharField(max_length=80, help_text="An account, or a keyed hash of an address.")
    created_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.PENDING)
    decided_by = models.ForeignKey(
        "pages.Contributor", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = FactReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "key", "mark"],
                condition=models.Q(state="pending"),
                name="fact_reported_once_a_person",
            )
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="fact_report_queue"),
            models.Index(fields=["mark", "created_at"], name="fact_report_by_mark"),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.page}"


def said_of(values: dict[str, Any], key: str, schema: Schema) -> str:
    """What a report is about: the fact's text and its date. Whatever changes it answers the report.

    Parts are sorted, for databases keep no order of keys.
    """
    age = ages(values, schema).get(key)
    parts = sorted(
        f"{inner.removeprefix(f'{key}.')}: {text}" for inner, text in flatten({key: values.get(key)})
    )
    said = "; ".join(part.removeprefix(f"{key}: ") for part in parts)
    return f"{said} ({age.as_of})"[:MAX_SAID_CHARS] if age else said[:MAX_SAID_CHARS]
