"""What a screen of recent changes costs, at its start and deep down; BENCH_FULL=1 for a million edits."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

from django.db import connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from pages.models import Contributor, Page, PageTag, Revision
from pages.models.revision import MAX_PAGES_FETCHED
from pages.views.cursors import Moment
from pages.views.lists_of_changes import edits

REVISIONS = 1_000_000 if os.environ.get("BENCH_FULL") else 100_000
REVISIONS_A_PAGE = 20
PEOPLE = 500
TAG_SIZES = (5, MAX_PAGES_FETCHED, 4 * MAX_PAGES_FETCHED)
ROUNDS = 9
ROWS_AT_ONCE = 5_000
START = datetime(2020, 1, 1, tzinfo=UTC)


def run(revisions: int = REVISIONS) -> list[dict[str, Any]]:
    """Return the median milliseconds of reading one screen: the database, and making objects of its rows."""
    with _filled(revisions) as person:
        middle = Moment(_moment(revisions // 2), revisions // 2)
        every = Revision.objects.all()
        return [
            _figure(f"newest of {revisions:,} edits", every, None),
            _figure("a screen in the middle", every, middle),
            _figure("new pages, in the middle", every.filter(number=1), middle),
            _figure("without minor edits, in the middle", every.filter(is_minor=False), middle),
            _figure("one person, in the middle", every.filter(author=person), middle),
            _figure("without my own, in the middle", every.exclude(author=person), middle),
            *(
                _figure(f"a tag of {size} pages, in the middle", every.of_pages(_tagged(size)), middle)
                for size in TAG_SIZES
            ),
        ]


def _figure(name: str, revisions: Any, last: Moment | None) -> dict[str, Any]:
    request, times = RequestFactory().get("/changes/"), []
    with CaptureQueriesContext(connection) as queries:
        edits(request, revisions.all(), last)
    note = f"{len(queries)} queries, at most 20 ms"
    for _ in range(ROUNDS):
        before = perf_counter()
        edits(request, revisions.all(), last)
        times.append(perf_counter() - before)
    return {"name": name, "value": round(sorted(times)[ROUNDS // 2] * 1000, 2), "unit": "ms", "note": note}


@contextmanager
def _filled(revisions: int) -> Iterator[Contributor]:
    """Revisions without texts, in a transaction that is rolled back."""
    with transaction.atomic():
        people = Contributor.objects.bulk_create(
            [Contributor(name=f"Person {n}", slug=f"bench-person-{n}") for n in range(PEOPLE)]
        )
        pages = [_page(n) for n in range(revisions // REVISIONS_A_PAGE)]
        for first in range(0, len(pages), ROWS_AT_ONCE):
            Page.objects.bulk_create(pages[first : first + ROWS_AT_ONCE])
        for first in range(1, revisions + 1, ROWS_AT_ONCE):
            numbers = range(first, min(first + ROWS_AT_ONCE, revisions + 1))
            Revision.objects.bulk_create([_revision(n, pages, people) for n in numbers])
        for size in TAG_SIZES:
            some = pages[:: max(1, len(pages) // size)][:size]
            PageTag.objects.bulk_create(PageTag(page=p, slug=_tag(size), page_slug=p.slug) for p in some)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield people[0]
        transaction.set_rollback(True)


def _tag(size: int) -> str:
    return f"bench-tag-{size}"


def _tagged(size: int) -> Any:
    return PageTag.objects.filter(slug=_tag(size))


def _page(number: int) -> Page:
    return Page(slug=f"bench-{number}", title=f"Bench {number}")


def _revision(number: int, pages: list[Page], people: list[Contributor]) -> Revision:
    """The pages take turns, so that edits of one lie far apart in time."""
    turn, at = divmod(number - 1, len(pages))
    return Revision(
        pk=number,
        page=pages[at],
        number=turn + 1,
        parent_id=number - len(pages) if turn else None,
        author=people[number * 7919 % PEOPLE],
        created_at=_moment(number),
        summary="Words about what was changed",
        is_minor=number % 4 == 0,
        text_hash=b"",
        hash=b"",
        size=6_000,
        size_change=12,
    )


def _moment(number: int) -> datetime:
    return START + timedelta(seconds=90 * number)
