"""How often people may comment, flag and change what they said."""

from typing import Any

from comments.models import Rules
from pages.permissions import is_contributor, is_moderator
from pages.throttle import Limit, who_is

MINUTE_SECONDS, HOUR_SECONDS = 60, 3600
FLAGS_AN_HOUR = 20
EDITS_AN_HOUR = 30
EVERYBODY = "everybody"


def comment_limits(person: Any, address: str | None, rules: Rules) -> list[Limit]:
    """Return the limits that one comment counts against; none for moderators.

    Contributors are counted by account alone: a school has one address, and a flood of strangers must not
    silence those who are known. All others are counted by address, and all of them together.
    """
    if is_moderator(person):
        return []
    who = _counted_as(person, address)
    limits = _of_one(who, rules) if who else []
    if is_contributor(person):
        return limits
    return [*limits, Limit("comment", EVERYBODY, rules.strangers_a_minute, MINUTE_SECONDS)]


def hourly_limits(what: str, person: Any, address: str | None, most: int) -> list[Limit]:
    """Return the limit of a smaller act, an hour and a person or address; none for moderators."""
    who = who_is(person, address)
    return [Limit(what, who, most, HOUR_SECONDS)] if who and not is_moderator(person) else []


def _counted_as(person: Any, address: str | None) -> str:
    """Whom the limits of one count: an account that anybody can make is no reason to count anew."""
    if is_contributor(person):
        return who_is(person, address)
    return who_is(None, address) or who_is(person, None)


def _of_one(who: str, rules: Rules) -> list[Limit]:
    return [
        Limit("comment", who, rules.comments_a_minute, MINUTE_SECONDS),
        Limit("comment", who, rules.comments_an_hour, HOUR_SECONDS),
    ]
