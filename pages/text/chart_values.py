"""What a chart reads from the words of a table: numbers and dates, as thousandths of its width."""

import re
from datetime import date

Place = str

MAX_DIGITS = 15

_NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?")
_MONTHS = [
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
]
_DATE = re.compile(
    rf"\b(?P<iso>(?:19|20)\d\d)(?:-(?P<m>\d\d)(?:-(?P<d>\d\d))?)?\b"
    rf"|\b(?:(?P<day>\d\d?) )?(?P<month>{'|'.join(_MONTHS)}) (?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)


def bar_places(rows: list[list[str]]) -> tuple[str, list[Place | None]]:
    """Return the header of the drawings and each row's bar: the first number of the last cell, from zero."""
    values = [_number(row[-1]) for row in rows[1:]]
    top = max((value for value in values if value is not None), default=0)
    if top <= 0:
        return "", [None for _ in values]
    return "from 0", [None if value is None else str(round(1000 * value / top)) for value in values]


def sparkline_places(rows: list[list[str]]) -> tuple[str, list[Place | None]]:
    """Return the header and each row's line: its numbers from zero, at the header's dates if it has any."""
    across = _across(rows[0][1:])
    return "trend from 0", [_line(row[1:], across) for row in rows[1:]]


def timeline_places(rows: list[list[str]]) -> tuple[str, list[Place | None]]:
    """Return the years that the line of time spans, and each row's dates on it: all rows share one line."""
    dates = [[day for cell in row[1:] for day in _dates(cell)] for row in rows[1:]]
    known = sorted(day for row in dates for day in row)
    if not known or known[0] == known[-1]:
        return "", [None for _ in dates]
    first, last = known[0].year, known[-1].year + 1
    start, span = date(first, 1, 1), (date(last, 1, 1) - date(first, 1, 1)).days
    places = [" ".join(str(round(1000 * (day - start).days / span)) for day in row[:40]) for row in dates]
    return f"{first} to {known[-1].year}", [place or None for place in places]


def _across(headers: list[str]) -> list[int]:
    """Return where the columns stand: by their dates if each has one and they rise, else evenly."""
    count = len(headers)
    days = [day.toordinal() for header in headers for day in _dates(header)[:1]]
    if len(days) == count and days == sorted(days) and days[0] < days[-1]:
        return [round(1000 * (day - days[0]) / (days[-1] - days[0])) for day in days]
    return [round(1000 * at / (count - 1)) if count > 1 else 0 for at in range(count)]


def _line(cells: list[str], across: list[int]) -> Place | None:
    """Return `x:y` for each number of the cells, in thousandths of the width and of the highest number."""
    points = [
        (x, value) for x, cell in zip(across, cells, strict=False) if (value := _number(cell)) is not None
    ]
    top = max((value for _, value in points), default=0)
    if len(points) < 2 or top <= 0:
        return None
    return " ".join(f"{x}:{round(1000 * value / top)}" for x, value in points)


def _number(text: str) -> float | None:
    """Return the first number in `text`, None if there is none, or if it is below zero or too long."""
    found = _NUMBER.search(text)
    if not found or found[0][0] in "-−" or len(found[0]) > MAX_DIGITS:
        return None
    return float(found[0].replace(",", ""))


def _dates(text: str) -> list[date]:
    """Return the dates in `text`; one that gives a year or a month alone is taken at its beginning."""
    found = (_date(match) for match in _DATE.finditer(text))
    return [day for day in found if day]


def _date(match: re.Match[str]) -> date | None:
    year = int(match["iso"] or match["year"])
    month = _MONTHS.index(match["month"].lower()) + 1 if match["month"] else int(match["m"] or 1)
    try:
        return date(year, month, int(match["day"] or match["d"] or 1))
    except ValueError:
        return None
