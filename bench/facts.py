"""What facts cost the database: a comparison of six pages, the list of systems with its counts, choosing."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pages.models import Fact, Page, PageRendering, Revision, next_revision
from pages.models.fact import fact_schema, start_of
from pages.text.facts import flatten

PAGES = 2_000
OTHER_FACTS = 12
ROUNDS = 9


def run(pages: int = PAGES) -> list[dict[str, Any]]:
    """Return the least milliseconds that the database took for each screen in some rounds."""
    call_command("collectstatic", interactive=False, verbosity=0)  # screens name their files by hash
    with _filled(pages):
        six = "+".join(f"bench-fact-{number}" for number in range(6))
        answers = "&".join(f"{q.key}={q.answers[0].value}" for q in fact_schema().questions)
        return [
            _figure("comparison of six", f"/compare/{six}/"),
            _figure(f"list of {pages:,} systems", "/systems/"),
            _figure("list, one choice", "/systems/?language=Python"),
            _figure("list, three choices", "/systems/?language=Go&kind=runtime&features.orm.is=built-in"),
            _figure("list, last screen", "/systems/?after=bench-fact-99"),
            _figure("choosing, all questions answered", f"/choose/?{answers}"),
        ]


def _figure(name: str, address: str) -> dict[str, Any]:
    client = Client(headers={"host": "localhost"})
    milliseconds, queries = min(_measured(client, address) for _ in range(ROUNDS))
    return {"name": name, "value": milliseconds, "unit": "ms", "note": f"{queries} queries, database alone"}


def _measured(client: Client, address: str) -> tuple[float, int]:
    """What the queries of a screen took until their first rows, and how many they were."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, f"{address} answered {answer.status_code}"
    return round(sum(float(query["time"]) for query in queries) * 1000, 1), len(queries)


@contextmanager
def _filled(pages: int) -> Iterator[None]:
    chance = random.Random(1)
    slugs = [f"bench-fact-{number}" for number in range(pages)]
    try:
        with transaction.atomic():
            for slug in slugs:
                _make_page(slug, _values(chance))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield
    finally:
        made = Page.objects.filter(slug__in=slugs)
        made.update(current=None)
        Revision.objects.filter(page__in=made).delete()
        made.delete()


def _make_page(slug: str, values: dict[str, Any]) -> None:
    page = Page.objects.create(slug=slug, title=slug)
    revision = next_revision(page, "", by=None, now=page.created_at)
    revision.save()
    PageRendering.objects.create(page=page, revision=revision, front_matter=values)
    Fact.objects.bulk_create(
        Fact(page=page, position=n, key=key, value=value, value_start=start_of(value))
        for n, (key, value) in enumerate(flatten(values))
    )


def _values(chance: random.Random) -> dict[str, Any]:
    """Thirty facts: what is counted, and some that are not."""
    choices = ["built-in", "extension", "none"]
    features = {fact: {"is": chance.choice(choices)} for fact in fact_schema().inside("features")}
    return {
        "kind": chance.choice(["micro-framework", "full-stack", "runtime", "ui-library"]),
        "language": chance.choice(["Python", "JavaScript", "Go", "Rust"]),
        "license": chance.choice(["MIT", "BSD-3-Clause", "Apache-2.0"]),
        "features": features,
        **{f"other_{number}": chance.choice(choices) for number in range(OTHER_FACTS)},
    }
