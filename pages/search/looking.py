"""One screen of what an index holds: pages and whatever else can be found go the same way."""

import re
from dataclasses import dataclass, replace

from pages.search.backends import adapter
from pages.search.backends.sought import CANDIDATES, Found, Sought
from pages.search.query import Query

MAX_SHOWN = CANDIDATES  # as far as anybody can page
_CURSOR = re.compile("(w?)([1-9][0-9]{0,3})")


@dataclass(frozen=True)
class Screen:
    """Numbers in their order. `asked` is the query that found them, widened where nothing had its words.

    `next_cursor` gives the next screen, or is None at the end. `total` counts up to a bound, where
    `has_uncounted`.
    """

    ids: list[int]
    asked: Query
    is_widened: bool = False
    next_cursor: str | None = None
    total: int = 0
    has_uncounted: bool = False
    newer: tuple[int, ...] = ()


def look(sought: Sought, *, limit: int, after: str | None = None) -> Screen:
    """What has the words of a query, or words that begin with them where nothing has the words themselves.

    A cursor that no earlier screen gave begins at the start.
    """
    is_widened, offset = _read_cursor(after)
    if is_widened:
        sought = replace(sought, query=sought.query.widened())
    found = _found(sought, limit + 1, offset)
    if not found.ids and not after and sought.query.terms:
        is_widened, sought = True, replace(sought, query=sought.query.widened())
        found = _found(sought, limit + 1, offset)
    has_more = len(found.ids) > limit and offset + limit < MAX_SHOWN
    return Screen(
        found.ids[:limit],
        sought.query,
        is_widened,
        f"{'w' if is_widened else ''}{offset + limit}" if has_more else None,
        min(found.total, CANDIDATES),
        found.total >= CANDIDATES,
        found.newer,
    )


def _found(sought: Sought, limit: int, offset: int) -> Found:
    if sought.query.terms:
        return adapter().found(sought, limit=limit, offset=offset)
    newest = sought.among.order_by(*sought.newest_first)
    newer = (newest.filter(**{f"{sought.moment}__gte": moment}) for moment in sought.since)
    return Found(
        list(newest.values_list("pk", flat=True)[offset : offset + limit]),
        newest[:CANDIDATES].count(),
        tuple(some[:CANDIDATES].count() for some in newer),
    )


def _read_cursor(cursor: str | None) -> tuple[bool, int]:
    match = _CURSOR.fullmatch(cursor or "")
    return (bool(match[1]), min(int(match[2]), MAX_SHOWN)) if match else (False, 0)
