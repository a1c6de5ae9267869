"""Deciding on comments: outcomes, records, races, and the number of queries."""

from threading import Barrier, Thread

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from comments.actions import approve, hold, mark_spam, reject, remove
from comments.models import Decision, Discussion, PageComment, State, Verdict
from comments.tests.factories import make_comment, make_moderator, make_page

MOST_QUERIES = {"sqlite": 30, "postgresql": 15}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "act", "after", "flags"),
    [
        (State.PENDING, approve, State.APPROVED, (True, False)),
        (State.PENDING, reject, State.REJECTED, (False, True)),
        (State.PENDING, mark_spam, State.SPAM, (False, True)),
        (State.APPROVED, remove, State.REMOVED, (False, True)),
        (State.APPROVED, mark_spam, State.SPAM, (False, True)),
        (State.SPAM, approve, State.APPROVED, (True, False)),
        (State.REMOVED, hold, State.PENDING, (False, False)),
    ],
)
def test_a_decision_moves_the_state_and_the_librarys_booleans_together(before, act, after, flags):
    comment = make_comment(make_page(), state=before)

    assert act([comment.pk], by=make_moderator(), seen=before) == 1

    comment.refresh_from_db()
    assert (comment.state, (comment.is_public, comment.is_removed)) == (after, flags)


@pytest.mark.django_db
def test_a_decision_says_who_when_and_why_and_is_in_the_admins_log():
    comment = make_comment(make_page(), state=State.PENDING)
    person = make_moderator()

    reject([comment.pk], by=person, reason="Not about the page")

    verdict = Verdict.objects.get()
    assert (verdict.comment, verdict.decided_by, verdict.reason) == (
        comment,
        person.contributor,
        "Not about the page",
    )
    assert (verdict.before, verdict.after) == (State.PENDING, State.REJECTED)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (person, str(comment.pk))
    assert entry.get_change_message() == "Waiting to rejected. Not about the page"


@pytest.mark.django_db
def test_the_stored_count_follows_every_decision():
    page, person = make_page(), make_moderator()
    first, second = make_comment(page), make_comment(page, state=State.PENDING)

    counts = [Discussion.objects.get().approved_count]
    approve([second.pk], by=person)
    counts.append(Discussion.objects.get().approved_count)
    remove([first.pk, second.pk], by=person, seen=State.APPROVED)
    counts.append(Discussion.objects.get().approved_count)

    assert counts == [1, 2, 0]


@pytest.mark.django_db
def test_a_comment_decided_on_meanwhile_is_left_as_it_is():
    comment = make_comment(make_page(), state=State.PENDING)
    mark_spam([comment.pk], by=make_moderator("quick"))

    assert approve([comment.pk], by=make_moderator("slow")) == 0

    comment.refresh_from_db()
    assert comment.state == State.SPAM
    assert Verdict.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("persona", ["stranger", "reader", "contributor", "banned"])
def test_only_moderators_decide(persona, request):
    person = request.getfixturevalue(persona).person
    comment = make_comment(make_page(), state=State.PENDING)

    with pytest.raises(PermissionDenied):
        approve([comment.pk], by=person)

    assert PageComment.objects.get().state == State.PENDING


def queries_to_approve(number, person):
    page = make_page(f"Page with {number}")
    pks = [make_comment(page, state=State.PENDING).pk for _ in range(number)]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert approve(pks, by=person) == number
    return queries.captured_queries


@pytest.mark.django_db
def test_approving_500_takes_no_more_statements_than_50_but_for_the_rows_an_insert_holds():
    person = make_moderator()
    queries_to_approve(1, person)  # what Django remembers of content types

    few, many = queries_to_approve(50, person), queries_to_approve(500, person)

    assert len(many) <= MOST_QUERIES[connection.vendor]
    assert len(few) <= MOST_QUERIES[connection.vendor]
    assert _without_inserts(few) == _without_inserts(many)
    if connection.features.max_query_params is None:
        assert len(few) == len(many)
    assert (
        PageComment.objects.approved().count() == Verdict.objects.count() == LogEntry.objects.count() == 551
    )


def _without_inserts(queries):
    return len([query for query in queries if not query["sql"].startswith("INSERT")])


@pytest.mark.django_db
def test_more_comments_than_one_statement_takes_are_decided_on():
    page = make_page()
    first = make_comment(page, state=State.PENDING)

    assert approve([first.pk, *range(10_000, 11_200)], by=make_moderator()) == 1


def together(*calls):
    """Run the calls in threads that start at one moment; return what they returned."""
    barrier, results = Barrier(len(calls)), [None] * len(calls)

    def run(number, call):
        barrier.wait()
        try:
            results[number] = call()
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_once_give_one_outcome_one_verdict_and_one_log_line():
    page = make_page()
    comments = [make_comment(page, state=State.PENDING).pk for _ in range(100)]
    one, other = make_moderator("one"), make_moderator("other")

    done = together(
        lambda: approve(comments, by=one),
        lambda: mark_spam(list(reversed(comments)), by=other),
    )

    assert sum(done) == 100
    assert Verdict.objects.count() == LogEntry.objects.count() == 100
    assert sum(Decision.objects.values_list("comment_count", flat=True)) == 100
    for comment in PageComment.objects.prefetch_related("verdicts"):
        assert [verdict.after for verdict in comment.verdicts.all()] == [comment.state]
    assert Discussion.objects.get().approved_count == PageComment.objects.approved().count()


@pytest.mark.django_db(transaction=True)
def test_moderators_of_the_same_pages_in_opposite_order_both_finish():
    pages = [make_page("First"), make_page("Second")]
    forth = [make_comment(page, state=State.PENDING).pk for page in pages]
    back = [make_comment(page, state=State.PENDING).pk for page in reversed(pages)]
    one, other = make_moderator("one"), make_moderator("other")

    done = together(lambda: approve(forth, by=one), lambda: approve(back, by=other))

    assert done == [2, 2]
    assert [d.approved_count for d in Discussion.objects.all()] == [2, 2]


@pytest.mark.django_db(transaction=True)
def test_replies_sent_at_once_get_different_places_in_the_thread():
    page = make_page()
    root = make_comment(page)

    replies = together(*[lambda n=n: make_comment(page, f"reply {n}", reply_to=root) for n in range(8)])

    assert sorted(reply.path for reply in replies) == [f"{root.path}00000{n}" for n in range(8)]
    assert Discussion.objects.get().approved_count == 9


@pytest.mark.django_db(transaction=True)
def test_the_same_comment_sent_at_once_is_stored_once():
    page = make_page()
    make_comment(page)

    sent = together(
        *[lambda: make_comment(page, "Same words", name="A", email="a@mail.example").pk for _ in range(6)]
    )

    assert len(set(sent)) == 1
    assert PageComment.objects.filter(comment="Same words").count() == 1
