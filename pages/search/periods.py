"""Days, months and years as they are typed. Pure."""

import re
from datetime import date, timedelta
from typing import NamedTuple

_DATE = re.compile(r"(?P<year>[12]\d{3})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?", re.ASCII)


class Period(NamedTuple):
    """The first day of a stretch of time, and the day behind its last."""

    start: date
    end: date


def read_period(typed: str) -> Period | None:
    """The year, month or day that was typed, as in 2026, 2026-11 or 2026-11-28; None where it is none."""
    match = _DATE.fullmatch(typed)
    if not match:
        return None
    year, month, day = (int(match[name] or 1) for name in ("year", "month", "day"))
    try:
        start = date(year, month, day)
    except ValueError:
        return None
    if match["day"]:
        return Period(start, start + timedelta(days=1))
    if match["month"]:
        return Period(start, date(year + month // 12, month % 12 + 1, 1))
    return Period(start, date(year + 1, 1, 1))
