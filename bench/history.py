"""What the first screens of a long history and its blame take."""

from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.storage import grown_page
from pages.models.blame import BlameWalk, catch_up

REVISIONS = 1_000
START_BYTES = 5_000
ROUNDS = 9


def run(revisions: int = REVISIONS) -> list[dict[str, Any]]:
    """Return the median milliseconds of each screen, with its queries."""
    call_command("collectstatic", interactive=False, verbosity=0)  # screens name their files by hash
    with grown_page("bench-history", revisions, start_bytes=START_BYTES) as page:
        started = perf_counter()
        catch_up(page)
        walking = (perf_counter() - started) * 1000
        address = page.get_absolute_url()
        assert BlameWalk(page).work()[0] == 0
        return [
            {
                "name": f"blame from scratch, {revisions:,} revisions",
                "value": round(walking),
                "unit": "ms",
                "note": f"{walking / revisions:.2f} ms a revision",
            },
            _figure("history, first screen", f"{address}history/"),
            _figure("history, a screen in the middle", f"{address}history/?before={revisions // 2}"),
            _figure("blame, first screen", f"{address}blame/"),
            _figure("difference of two revisions", f"{address}diff/1/{revisions}/"),
        ]


def _figure(name: str, address: str) -> dict[str, Any]:
    client = Client(headers={"host": "localhost"})
    with CaptureQueriesContext(connection) as queries:
        _open(client, address)
    note = f"{len(queries)} queries"  # now: the next request empties the log
    times = sorted(_milliseconds(lambda: _open(client, address)) for _ in range(ROUNDS))
    return {"name": name, "value": round(times[ROUNDS // 2], 1), "unit": "ms", "note": note}


def _open(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, f"{address} answered {answer.status_code}"


def _milliseconds(work: Callable[[], None]) -> float:
    started = perf_counter()
    work()
    return (perf_counter() - started) * 1000
