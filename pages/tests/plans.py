"""How the database would answer a query: by an index, in order, or by reading a whole table."""

import re

from django.db import connection, transaction
from django.db.models import QuerySet

READS_ALL = re.compile(r"^SCAN (?!.*USING (?:COVERING )?INDEX)(?P<table>\S+)")

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
