"""What an adapter is asked for and what it answers, and the SQL that both databases share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, QuerySet

from pages.search.query import Query

# The newest that match are ranked and counted: the commonest word costs the same in any wiki. Where people
# and days decide as well, more are looked at, so that what they leave is not cut off.
CANDIDATES, CANDIDATES_TO_FILTER = 2_000, 10_000
# Ranking reads the words of a page, so the newest alone are ranked; older ones follow by age.
RANKED = 300

Titled = tuple[int, str]


@dataclass(frozen=True)
class Index:
    """Where the words of one kind of thing are: a table of FTS5 on SQLite, a column of a table on PostgreSQL.

    The text of a row is in the column `text` of FTS5's table, its number in the column `key` of the other.
    """

    fts: str
    table: str
    key: str
    column: str
    text: str = "words"


PAGES = Index("pages_search", "pages_searchdocument", "page_id", "words", text="body")


@dataclass(frozen=True)
class Sought:
    """The terms of `query` in one index, among the rows of a queryset whose field `moment` is their time.

    `newest_first` is the order in which an index has these rows, for a query without terms.
    How many of what is found are newer than each of `since` is counted. `by_time` sorts newest first.
    """

    query: Query
    index: Index
    among: QuerySet[Any]
    moment: str
    newest_first: Sequence[str]
    by_time: bool = False
    since: Sequence[datetime] = ()

    @property
    def candidates(self) -> int:
        return CANDIDATES_TO_FILTER if self.query.is_filtered else CANDIDATES


class Found(NamedTuple):
    """Ids in their order; how many there are in all, and how many since each moment that was asked."""

    ids: list[int]
    total: int = 0
    newer: tuple[int, ...] = ()


# tier 0: all terms in the title; 1: in title and headings; 2: anywhere. The least length and worth is best.
_FOUND = """
WITH hit AS (
    SELECT id, min(tier) AS tier, min(length) AS length, min(worth) AS worth
    FROM ({tiers}) AS tiers GROUP BY id
), kept AS (
    SELECT hit.id, hit.tier, hit.length, hit.worth, among.moment
    FROM hit JOIN ({among}) AS among ON among.found_id = hit.id
)
SELECT id, count(*) OVER () {newer} FROM kept ORDER BY {order}, id DESC LIMIT %s OFFSET %s
"""
_NEWER = ", count(*) FILTER (WHERE moment >= %s) OVER ()"


def find(
    sought: Sought, tiers: str, parameters: list[Any], *, limit: int, offset: int, before: str = ""
) -> Found:
    """Run the search whose tiers select id, tier, length and worth; the statement `before` goes first."""
    rows = sought.among.order_by().annotate(found_id=F("pk"), moment=F(sought.moment))
    try:
        among, among_parameters = rows.values_list("found_id", "moment").query.sql_with_params()
    except EmptyResultSet:  # nobody has the name that was asked for
        return Found([])
    since = [connection.ops.adapt_datetimefield_value(moment) for moment in sought.since]
    sql = _FOUND.format(
        tiers=tiers,
        among=among,
        newer=_NEWER * len(since),
        order="moment DESC" if sought.by_time else "tier, length, COALESCE(worth, 0)",
    )
    found = rows_of(before + sql, [*parameters, *among_parameters, *since, limit, offset], skip=bool(before))
    if not found:
        return Found([])
    return Found([row[0] for row in found], found[0][1], tuple(found[0][2:]))


def rows_of(sql: str, parameters: list[Any], *, skip: bool = False) -> list[Any]:
    """All rows of a statement; of the second one, with `skip`."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        if skip:
            cursor.nextset()
        return cursor.fetchall()
