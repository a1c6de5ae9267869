"""Dates of facts: as precise as they are written, and how long they hold."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pages.text.fact_schema import FactType, Schema
from pages.text.fact_values import dig, value_of

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Age:
    """When a fact was last known to be right, as it is written, and the last day until a review."""

    as_of: str
    review_by: date


def is_date(written: str) -> bool:
    """Whether `written` is a year, a month or a day of the calendar."""
    return _day(written, is_last=False) is not None


def first_day(written: str) -> date:
    """The first day that `written` may mean. Raises `ValueError` for what is no date."""
    found = _day(written, is_last=False)
    if found is None:
        raise ValueError(f"{written} is no date")
    return found


def age_of(values: dict[str, Any], fact: FactType, schema: Schema) -> Age | None:
    """How old `fact` is: by `as_of.<key>`, else by its group's date, else by the page's. None if undated."""
    if not fact.review_days or value_of(values, fact) is None:
        return None
    for key in (f"as_of.{fact.top}", fact.dated_by, schema.checked):
        written = str(dig(values, key) or "") if key else ""
        if last := _day(written, is_last=True):
            return Age(written, _later(last, fact.review_days))
    return None


def stale_keys(values: dict[str, Any], schema: Schema, *, today: date) -> set[str]:
    """The outermost keys whose facts are older than their review period."""
    return {top for top, age in ages(values, schema).items() if age.review_by < today}


def review_by(values: dict[str, Any], schema: Schema) -> date | None:
    """The day after which the first fact of a page is to be looked at."""
    return min((age.review_by for age in ages(values, schema).values()), default=None)


def ages(values: dict[str, Any], schema: Schema) -> dict[str, Age]:
    """Each outermost key with the age of its oldest fact."""
    found: dict[str, Age] = {}
    for fact in _reviewed(schema):
        age = age_of(values, fact, schema)
        if age and (fact.top not in found or age.review_by < found[fact.top].review_by):
            found[fact.top] = age
    return found


def _reviewed(schema: Schema) -> Iterable[FactType]:
    shown = (fact for fact in schema.facts.values() if fact.shown_in and fact.key != schema.checked)
    return (fact for fact in shown if fact.key != fact.dated_by)


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:  # the year 9999
        return date.max


def _day(written: str, *, is_last: bool) -> date | None:
    """The first or the last day that a year, a month or a day means."""
    match = _DATE.match(written)
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        if day or not is_last:
            return date(year, month or 1, day or 1)
        return date(year, 12, 31) if not month else _last_of_month(year, month)
    except ValueError:
        return None


def _last_of_month(year: int, month: int) -> date:
    if month == 12:
        return date(year, 12, 31)
    return date(year, month + 1, 1) - timedelta(days=1)
