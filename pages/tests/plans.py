"""How the database would answer a query: by an index, in order, or by reading a whole table."""

import re
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

READS_ALL = re.compile(r"^SCAN (?!.*USING (?:COVERING )?INDEX)(?P<table>\S+)")

READS_TABLE = re.compile(
    r"^SCAN (?:pages|comments|django|auth)_\w+\b(?! VIRTUAL TABLE)(?!.*USING (?:COVERING )?INDEX)"
    r"|Seq Scan on (?:pages|comments|django|auth)_"
)
SORTS = re.compile(r"USE TEMP B-TREE FOR ORDER BY|(?:-> +)?(?:Incremental )?Sort\b")


def assert_no_scan(queryset: QuerySet, *, may_sort: bool = False) -> None:
    """Fail where `queryset` reads a whole table, or sorts what an index has in order already.

    PostgreSQL reads small tables whole because that is quicker: it is asked what it would do if it could not.
    """
    plan = _sqlite(queryset) if connection.vendor == "sqlite" else _postgresql(queryset)
    faults = [line for line in plan if READS_ALL.match(line.strip()) or "Seq Scan" in line]
    if not may_sort:
        faults += [line for line in plan if SORTS.match(line.strip())]
    assert faults == [], "\n".join(plan)


def _sqlite(queryset: QuerySet) -> list[str]:
    return [re.sub(r"^[\d ]+", "", line) for line in queryset.explain().splitlines()]


def _postgresql(queryset: QuerySet) -> list[str]:
    with transaction.atomic(), connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        return queryset.explain().splitlines()


def assert_asks_without_scan(ask: Callable[[], Any]) -> None:
    """Fail where a statement that `ask` sends reads a whole table of ours.

    A ranking sorts its candidates, and an index of words is walked as far as its bound: both are meant.
    """
    with CaptureQueriesContext(connection) as queries:
        ask()
    assert queries.captured_queries
    for query in queries.captured_queries:
        plan = _plan_of(query["sql"])
        faults = [line for line in plan if READS_TABLE.search(line)]
        assert faults == [], "\n".join([query["sql"], *plan])


def _plan_of(sql: str) -> list[str]:
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        sql = sql.removeprefix("SET LOCAL enable_seqscan = off; ")
        cursor.execute(f"{explain} {sql}".replace("%", "%%"))
        return [str(row[-1]) for row in cursor.fetchall()]
