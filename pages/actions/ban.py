"""Ban a person or a network, and lift a ban."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from pages.actions.errors import NothingChanged, require_reason
from pages.models import Ban, LogEntry, contributor_of
from pages.permissions import is_moderator
from pages.text.networks import Network

WIDEST_PREFIX_BITS = {4: 12, 6: 24}  # as wide as one large provider


class NotToBeBanned(Exception):
    """A moderator, or more of the internet than one act may shut out."""


def ban_person(
    person: Any, *, by: Any, reason: str, ends_at: datetime | None = None, now: datetime | None = None
) -> Ban:
    """Let the person read only, until `ends_at` or for good. They are told the reason and the end.

    Raises `PermissionDenied`, `ReasonMissing` or `NotToBeBanned`.
    """
    if person.is_superuser or is_moderator(person):
        raise NotToBeBanned("This is a moderator. Take that right away first.")
    about = _about(person)
    return _ban(Ban(person=person, ends_at=ends_at), by=by, reason=reason, about=about, now=now)


def ban_network(
    network: Network, *, by: Any, reason: str, ends_at: datetime | None = None, now: datetime | None = None
) -> Ban:
    """Let people without an account in this network read only. The same exceptions."""
    if network.prefixlen < WIDEST_PREFIX_BITS[network.version]:
        raise NotToBeBanned(f"This network is too wide: at most /{WIDEST_PREFIX_BITS[network.version]}.")
    new = Ban(ends_at=ends_at)
    new.cover(network)
    return _ban(new, by=by, reason=reason, about={}, now=now)


def lift(ban: Ban, *, by: Any, now: datetime | None = None) -> None:
    """End a ban now. Raises `PermissionDenied`, or `NothingChanged` where it has ended before."""
    _require_moderator(by)
    now = now or timezone.now()
    with transaction.atomic():
        ban = Ban.objects.select_for_update(of=("self",)).get(pk=ban.pk)
        if not ban.is_in_force(now):
            raise NothingChanged("This ban has ended already.")
        ban.lifted_at, ban.lifted_by = now, contributor_of(by)
        ban.save(update_fields=["lifted_at", "lifted_by"])
        about = _about(ban.person) if ban.person else {}
        LogEntry.objects.record_about("unban", about, by=by, now=now)


def _ban(new: Ban, *, by: Any, reason: str, about: dict[str, str], now: datetime | None) -> Ban:
    """Store and log it. The log is public, so it names a person and never a network."""
    _require_moderator(by)
    now = now or timezone.now()
    new.reason, new.banned_by, new.banned_at = require_reason(reason), contributor_of(by), now
    end = new.ends_at.isoformat(timespec="minutes") if new.ends_at else ""
    with transaction.atomic():
        new.save()
        LogEntry.objects.record_about("ban", {**about, "ends_at": end}, by=by, reason=new.reason, now=now)
    return new


def _about(person: Any) -> dict[str, str]:
    contributor = contributor_of(person)
    return {"person": contributor.slug} if contributor else {}


def _require_moderator(person: Any) -> None:
    if not is_moderator(person):
        raise PermissionDenied("Only moderators ban people.")
