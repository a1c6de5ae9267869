"""When somebody last looked at the recent changes."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models

A_VISIT_LASTS = timedelta(minutes=30)


class VisitManager(models.Manager["Visit"]):
    def note(self, person: Any, *, now: datetime) -> datetime | None:
        """Note that this person is here; return when the visit before this one ended, None if there was none.

        Whoever comes back within half an hour has not been away. One query, and a write once in a while.
        """
        if not person.is_authenticated:
            return None
        visit = self.filter(person=person).first()
        if visit is None:
            self.bulk_create([Visit(person=person, seen_at=now)], ignore_conflicts=True)
            return None
        if now - visit.seen_at > A_VISIT_LASTS:
            visit.before, visit.seen_at = visit.seen_at, now
            visit.save(update_fields=["before", "seen_at"])
        return visit.before


class Visit(models.Model):
    """One row a person: `before` is the end of the visit before the present one."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="visit"
    )
    seen_at = models.DateTimeField()
    before = models.DateTimeField(null=True)

    objects = VisitManager()

    def __str__(self) -> str:
        return f"Visit of {self.person}"
