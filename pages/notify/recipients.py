"""Whose account may be sent mail, and where to."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from pages.models import Ban


def mailable(people: QuerySet[Any]) -> dict[int, tuple[Any, str]]:
    """Active, not banned, with a confirmed address: by number, each person with that address."""
    banned = Ban.objects.in_force().filter(person__isnull=False).values("person")
    active = people.filter(is_active=True).exclude(groups__name="Banned").exclude(pk__in=banned)
    confirmed = EmailAddress.objects.filter(user__in=active.values("pk"), verified=True, primary=True)
    return {
        found.user_id: (found.user, found.email) for found in confirmed.select_related("user").order_by("pk")
    }
