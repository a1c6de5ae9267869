"""Decisions on very many comments through the admin: what is chosen, what it costs, how it is undone."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Decision, Discussion, PageComment, State, Verdict
from comments.tests.factories import make_comment, make_many_waiting, make_page

pytestmark = pytest.mark.django_db
QUEUE = "/admin/comments/pagecomment/"
LOG = "/admin/comments/decision/"
ROWS_A_BATCH = 500
ALL = {"action": "approve", "select_across": "1", "index": "0"}


def post(client, address, fields):
    """Send the form; return the statements that are no INSERT, whose number hangs on their rows."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(address, fields)
    assert answer.status_code == 303
    return len([query for query in queries.captured_queries if not query["sql"].startswith("INSERT")])


def counted(state):
    return PageComment.objects.filter(state=state).count()


def test_all_that_match_is_more_than_the_screen_and_no_more_than_the_search(moderator):
    page = make_page()
    make_many_waiting(page, 120, "needles")
    make_many_waiting(page, 30, "straw")

    answer = moderator.post(f"{QUEUE}?q=needles", {**ALL, "action": "spam"}, follow=True)

    assert "120 comments marked as spam." in answer.content.decode()
    assert (counted(State.SPAM), counted(State.PENDING)) == (120, 30)


def test_a_search_offers_all_that_match_where_they_are_more_than_a_screen(moderator):
    page = make_page()
    make_many_waiting(page, 120, "needles")
    make_many_waiting(page, 30, "straw")

    assert "All 120 that match" in moderator.get(f"{QUEUE}?q=needles").content.decode()
    assert "that match" not in moderator.get(f"{QUEUE}?q=straw").content.decode()


def test_all_that_match_spares_what_arrived_since_the_screen_was_made(moderator):
    page = make_page()
    make_many_waiting(page, 120)
    html = moderator.get(QUEUE).content.decode()
    newest = re.search(r'name="newest" value="(\d+)"', html)[1]
    late = make_comment(page, "Nobody has seen this", state=State.PENDING)

    moderator.post(QUEUE, {**ALL, "newest": newest})

    assert list(PageComment.objects.pending()) == [late]
    assert counted(State.APPROVED) == 120


def test_500_are_approved_and_undone_by_as_many_statements_as_50(moderator):
    make_comment(make_page("Warm"), state=State.PENDING)
    post(moderator, QUEUE, ALL)  # what Django remembers of content types
    costs = []
    for number in (50, 500):
        make_many_waiting(make_page(f"Page of {number}"), number)
        decided = post(moderator, QUEUE, ALL)
        undone = post(moderator, LOG, {"undo": Decision.objects.latest("pk").pk})
        assert counted(State.PENDING) == number
        costs.append((decided, undone))
        post(moderator, QUEUE, ALL)

    assert costs[0] == costs[1]
    print(f"\nStatements without INSERTs for 50 and for 500, decided and undone: {costs}")


def test_10000_are_approved_and_undone_at_once_by_statements_that_grow_with_batches_alone(moderator):
    make_comment(make_page("Warm"), state=State.PENDING)
    post(moderator, QUEUE, ALL)
    batch = {}
    for number in (ROWS_A_BATCH, 2 * ROWS_A_BATCH, 10_000):
        page = make_page(f"Page of {number}")
        make_many_waiting(page, number)
        decided = post(moderator, QUEUE, ALL)
        assert Discussion.objects.get(page=page).approved_count == number
        decision = Decision.objects.latest("pk")
        assert decision.comment_count == decision.verdicts.count() == number
        undone = post(moderator, LOG, {"undo": decision.pk})
        assert counted(State.PENDING) == number
        PageComment.objects.pending().set_state(State.APPROVED)
        batch[number] = (decided, undone)

    for kind in (0, 1):
        first, second, all_of_them = (batch[number][kind] for number in batch)
        assert all_of_them == first + 19 * (second - first)
        assert second - first <= 16
    assert Verdict.objects.count() == LogEntry.objects.count()
    print(f"\nStatements without INSERTs, decided and undone: {batch}")
