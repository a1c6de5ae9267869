"""How often one person or address may do one thing: exact over any stretch of time, and for all processes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from pages.models import Allowance
from pages.text.networks import household, readable_address

ROWS_FORGOTTEN_AT_ONCE = 100


@dataclass(frozen=True)
class Limit:
    """At most `most` turns of `what` by `who` in any stretch of `seconds`.

    Limits that differ in `most` and `seconds` alone share one row, so they are taken together.
    """

    what: str
    who: str
    most: int
    seconds: int

    @property
    def key(self) -> str:
        """Neither an address nor its plain hash is stored."""
        value = f"{self.what}/{self.who}"
        return salted_hmac("pages.throttle", value, algorithm="sha256").hexdigest()


def allow(what: str, who: str, *, limit: int, seconds: int, now: datetime | None = None) -> bool:
    """Take one turn of `what` and return True, unless `who` had `limit` turns in the last `seconds`."""
    return not take([Limit(what, who, limit, seconds)], now=now)


def take(limits: Iterable[Limit], *, now: datetime | None = None) -> int:
    """Take one turn of every limit and return 0, or of none and return the seconds until all have one.

    Inside the transaction of what is limited, an act that fails gives its turn back. The rows stay locked
    until it ends, so call it first there. Ask `seconds_to_wait` before: who has no turn left then costs one
    query and no lock, and a flood does not slow down those who write.
    """
    now, limits = now or timezone.now(), list(limits)
    found = _found(limits)
    if seconds := _wait(limits, found, now):
        return seconds
    if not limits:
        return 0
    with transaction.atomic():
        locked = _locked(limits, now)
        if seconds := _wait(limits, locked, now):
            return seconds
        for key, longest in _longest(limits).items():
            allowance = locked[key]
            allowance.times = [*_counting(longest, allowance, now), now.timestamp()]
        Allowance.objects.bulk_update(locked.values(), ["times"])
    if len(found) < len(locked):
        forget_past(now=now)
    return 0


def seconds_to_wait(limits: Iterable[Limit], *, now: datetime | None = None) -> int:
    """Return the seconds until every limit has a turn, 0 where all have one now; take none."""
    limits = list(limits)
    return _wait(limits, _found(limits), now or timezone.now())


def forget_past(*, now: datetime) -> int:
    """Delete rows that limit nobody any more; a few at once, and none that somebody is using."""
    past = Allowance.objects.filter(until__lt=now).select_for_update(skip_locked=True)
    with transaction.atomic():
        chosen = list(past.values_list("pk", flat=True)[:ROWS_FORGOTTEN_AT_ONCE])
        return Allowance.objects.filter(pk__in=chosen).delete()[0]


def who_is(person: Any, address: str | None) -> str:
    """Return whom a limit counts: an account, or where a stranger sits; empty where neither is known."""
    if person is not None and person.is_authenticated:
        return f"person:{person.pk}"
    return f"address:{household(address)}" if address else ""


def address_of(request: HttpRequest) -> str | None:
    """Return where a request came from; None behind a socket, which has no address to tell."""
    return readable_address(request.META.get("REMOTE_ADDR", ""))


def _found(limits: list[Limit]) -> dict[str, Allowance]:
    return Allowance.objects.in_bulk([limit.key for limit in limits])


def _locked(limits: list[Limit], now: datetime) -> dict[str, Allowance]:
    """Make or lock the rows, in one order: the update in an upsert is the lock on PostgreSQL."""
    rows = [
        Allowance(key=key, times=[], until=now + timedelta(seconds=longest.seconds))
        for key, longest in sorted(_longest(limits).items())
    ]
    Allowance.objects.bulk_create(rows, update_conflicts=True, update_fields=["until"], unique_fields=["key"])
    return _found(limits)


def _longest(limits: list[Limit]) -> dict[str, Limit]:
    """The limit of each row that looks back the furthest."""
    return {limit.key: limit for limit in sorted(limits, key=lambda limit: limit.seconds)}


def _wait(limits: list[Limit], found: dict[str, Allowance], now: datetime) -> int:
    return max((_seconds_left(limit, found.get(limit.key), now) for limit in limits), default=0)


def _seconds_left(limit: Limit, allowance: Allowance | None, now: datetime) -> int:
    times = _counting(limit, allowance, now)
    if len(times) < limit.most:
        return 0
    freed = times[-limit.most] if limit.most else now.timestamp()
    return max(1, ceil(freed + limit.seconds - now.timestamp()))


def _counting(limit: Limit, allowance: Allowance | None, now: datetime) -> list[float]:
    since = now.timestamp() - limit.seconds
    return [time for time in allowance.times if time > since] if allowance else []
