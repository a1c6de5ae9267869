"""Taking decisions back, one comment or many: what returns, what stays, and what is recorded."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.actions import approve, make_decision, mark_spam, undo
from comments.models import Decision, Discussion, PageComment, State, Verdict
from comments.tests.factories import make_comment, make_moderator, make_page
from comments.tests.test_decisions import together


def states():
    return list(PageComment.objects.order_by("pk").values_list("state", flat=True))


def made(pks, after=State.APPROVED, **fields):
    return make_decision(pks, after, **{"by": make_moderator(), **fields})


@pytest.mark.django_db
def test_a_decision_on_many_is_undone_as_one_and_the_undoing_is_recorded():
    page, other = make_page(), make_moderator("other")
    pks = [make_comment(page, state=State.PENDING).pk for _ in range(3)]
    decision = made(pks, State.SPAM, reason="A flood")

    undoing = undo(decision, by=other)

    assert states() == [State.PENDING] * 3
    assert (decision.comment_count, undoing.comment_count) == (3, 3)
    assert (undoing.verb, undoing.undoes, undoing.decided_by) == ("undo", decision, other.contributor)
    assert [decision.is_undone for decision in Decision.objects.order_by("pk").with_undoing()] == [
        True,
        False,
    ]
    assert Verdict.objects.filter(decision=undoing, before=State.SPAM, after=State.PENDING).count() == 3
    assert (
        LogEntry.objects.filter(user=other, change_message__contains="Undone: Spam to waiting").count() == 3
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "after"),
    [(State.PENDING, State.REJECTED), (State.APPROVED, State.REMOVED), (State.SPAM, State.APPROVED)],
)
def test_each_comment_gets_the_state_back_that_it_had(before, after):
    comment = make_comment(make_page(), state=before)
    flags = (comment.is_public, comment.is_removed)

    undo(made([comment.pk], after, seen=before), by=make_moderator())

    comment.refresh_from_db()
    assert (comment.state, (comment.is_public, comment.is_removed)) == (before, flags)


@pytest.mark.django_db
def test_the_stored_count_follows():
    page = make_page()
    decision = made([make_comment(page, state=State.PENDING).pk])

    undo(decision, by=make_moderator())

    assert Discussion.objects.get().approved_count == 0


@pytest.mark.django_db
def test_what_somebody_decided_on_since_stays():
    page = make_page()
    first, second = (make_comment(page, state=State.PENDING).pk for _ in range(2))
    decision = made([first, second])
    mark_spam([second], by=make_moderator("other"), seen=State.APPROVED)

    assert undo(decision, by=make_moderator()).comment_count == 1

    assert states() == [State.PENDING, State.SPAM]


@pytest.mark.django_db
def test_a_state_that_a_later_decision_gave_again_is_not_taken_back():
    pk = make_comment(make_page(), state=State.PENDING).pk
    decision = made([pk])
    mark_spam([pk], by=make_moderator(), seen=State.APPROVED)
    approve([pk], by=make_moderator(), seen=State.SPAM)

    assert undo(decision, by=make_moderator()).pk is None

    assert states() == [State.APPROVED]


@pytest.mark.django_db
def test_an_undoing_can_be_undone():
    pk = make_comment(make_page(), state=State.PENDING).pk

    undo(undo(made([pk]), by=make_moderator()), by=make_moderator())

    assert states() == [State.APPROVED]


@pytest.mark.django_db
@pytest.mark.parametrize("persona", ["stranger", "reader", "contributor", "banned"])
def test_only_moderators_undo(persona, request):
    decision = made([make_comment(make_page(), state=State.PENDING).pk])

    with pytest.raises(PermissionDenied):
        undo(decision, by=request.getfixturevalue(persona).person)

    assert states() == [State.APPROVED]


@pytest.mark.django_db
def test_a_decision_that_moved_nothing_is_not_kept():
    pk = make_comment(make_page()).pk
    kept = Decision.objects.count()

    assert made([pk]).pk is None
    assert Decision.objects.count() == kept


def queries_to_undo(number):
    page = make_page(f"Page with {number}")
    decision = made([make_comment(page, state=State.PENDING).pk for _ in range(number)])
    person = make_moderator()
    with CaptureQueriesContext(connection) as queries:
        assert undo(decision, by=person).comment_count == number
    return [query for query in queries.captured_queries if not query["sql"].startswith("INSERT")]


@pytest.mark.django_db
def test_undoing_500_takes_no_more_statements_than_50_but_for_the_rows_an_insert_holds():
    queries_to_undo(1)  # what Django remembers of content types

    assert len(queries_to_undo(50)) == len(queries_to_undo(500)) <= 13


@pytest.mark.django_db(transaction=True)
def test_of_two_who_undo_at_once_one_does():
    page = make_page()
    decision = made([make_comment(page, state=State.PENDING).pk for _ in range(20)])
    people = [make_moderator("one"), make_moderator("other")]

    done = together(*[lambda by=by: undo(decision, by=by).comment_count for by in people])

    assert sorted(done) == [0, 20]
    assert set(states()) == {State.PENDING}
    assert Verdict.objects.count() == 40
