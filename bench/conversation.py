"""The first screen of 10,000 comments, 60 deep, in each order, and a reply to them: server time."""

from collections.abc import Callable
from time import perf_counter, process_time
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection, transaction
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from comments.actions import draft, post
from comments.models import PageComment
from comments.models.screen import Sort
from comments.tests.factories import make_many
from pages.actions.create import create
from pages.models import Page

COMMENTS = 10_000
DEPTH = 60
ROUNDS = 31
MOST_MS, AIM_MS = 20, 10
MOST_QUERIES = 10
DISCUSSION = Template("{% load discussion %}{% discussion page %}")


def run(comments: int = COMMENTS) -> list[dict[str, Any]]:
    """Return the median milliseconds of the discussion alone and of the whole page, with its queries."""
    call_command("collectstatic", interactive=False, verbosity=0)  # screens name their files by hash
    page = Page.objects.get(pk=create("Conversation bench", "Text.", by=None).pk)
    started = perf_counter()
    with transaction.atomic():
        made = make_many(page, [None if n % DEPTH == 0 else n - 1 for n in range(comments)])
    making = perf_counter() - started
    PageComment.objects.filter(pk__in=[comment.pk for comment in made[:: DEPTH * 7]]).update(helpful_count=3)
    return [
        {"name": f"{comments:,} comments made", "value": round(making, 1), "unit": "s"},
        *(_figure(f"discussion, {sort} first", page, f"?sort={sort}") for sort in Sort.values),
        _figure("discussion, a screen in the middle", page, f"?comments={made[comments // 2].path}"),
        _whole_page(page),
        _permalink(made[-1]),
        _reply(page, made[DEPTH - 1]),
    ]


def _figure(name: str, page: Page, query: str) -> dict[str, Any]:
    def show() -> None:
        request = RequestFactory().get(f"{page.get_absolute_url()}{query}")
        request.user = AnonymousUser()
        fresh = Page.objects.get(pk=page.pk)
        html = DISCUSSION.render(Context({"request": request, "user": request.user, "page": fresh}))
        assert html.count("<article") >= 25

    return _row(name, show)


def _whole_page(page: Page) -> dict[str, Any]:
    client = Client(headers={"host": "localhost"})
    row = _row("whole page, first screen", lambda: _open(client, page.get_absolute_url(), 200))
    row["note"] += f" of at most {MOST_QUERIES}; at most {MOST_MS} ms, aim {AIM_MS}"
    return row


def _permalink(comment: PageComment) -> dict[str, Any]:
    client = Client(headers={"host": "localhost"})
    return _row("permalink of the last comment", lambda: _open(client, comment.get_absolute_url(), 302))


def _reply(page: Page, parent: PageComment) -> dict[str, Any]:
    numbers = iter(range(10**6))

    def answer() -> None:
        number = next(numbers)
        post(draft(page, f"Reply {number}", name="N", email="n@mail.example", reply_to=parent), is_held=False)

    return _row("reply to the deepest", answer)


def _row(name: str, work: Callable[[], None]) -> dict[str, Any]:
    with CaptureQueriesContext(connection) as queries:
        work()
    note = f"{len(queries)} queries"  # now: the next request empties the log
    times = sorted(_milliseconds(work) for _ in range(ROUNDS))
    return {"name": name, "value": round(times[ROUNDS // 2], 1), "unit": "ms", "note": note}


def _open(client: Client, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status, f"{address} answered {answer.status_code}"


def _milliseconds(work: Callable[[], None]) -> float:
    """The processor's time, which a busy machine does not stretch; SQLite works inside this process."""
    started = process_time()
    work()
    return (process_time() - started) * 1000
