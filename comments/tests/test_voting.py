"""Votes: one a person, counted where readers see the comment and nowhere else."""

from contextlib import suppress

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from comments.actions import approve, remove, vote
from comments.models import PageComment, State, Vote
from comments.tests.factories import make_comment, make_moderator, make_page
from comments.tests.test_decisions import together
from pages.actions.delete import delete
from pages.models import contributor_of

pytestmark = pytest.mark.django_db


def count(comment):
    return PageComment.objects.get(pk=comment.pk).helpful_count


def test_each_person_counts_once_however_often_they_press(make_person):
    comment = make_comment(make_page())
    first, second = make_person("first"), make_person("second")

    for person in (first, first, second):
        vote(comment, by=person)

    assert count(comment) == 2


def test_a_vote_that_is_taken_back_counts_no_more_and_twice_back_is_once(reader):
    comment = make_comment(make_page())
    vote(comment, by=reader.person)

    for _ in range(2):
        assert vote(comment, by=reader.person, is_helpful=False).helpful_count == 0


@pytest.mark.parametrize("who", ["stranger", "banned"])
def test_strangers_and_banned_people_cannot_vote(who, request):
    with pytest.raises(PermissionDenied):
        vote(make_comment(make_page()), by=request.getfixturevalue(who).person)


def test_nobody_votes_on_the_own_comment(reader):
    with pytest.raises(PermissionDenied):
        vote(make_comment(make_page(), by=reader.person), by=reader.person)


@pytest.mark.parametrize("state", [State.PENDING, State.SPAM, State.REJECTED, State.REMOVED])
def test_a_vote_on_what_readers_do_not_see_is_refused(state, reader):
    comment = make_comment(make_page(), state=state)

    with pytest.raises(PageComment.DoesNotExist):
        vote(comment, by=reader.person)
    assert not Vote.objects.exists()


def test_a_vote_below_a_deleted_page_is_refused(reader, moderator):
    comment = make_comment(make_page())
    delete(comment.page, by=moderator.person, reason="Gone")

    with pytest.raises(PageComment.DoesNotExist):
        vote(comment, by=reader.person)


def test_a_removed_comment_shows_no_votes_and_has_them_again_when_it_comes_back(reader):
    comment = make_comment(make_page())
    vote(comment, by=reader.person)

    remove([comment.pk], by=make_moderator(), seen=State.APPROVED)
    assert count(comment) == 0
    approve([comment.pk], by=make_moderator(), seen=State.REMOVED)
    assert count(comment) == 1


def test_the_database_refuses_a_second_vote(reader):
    comment, voter = make_comment(make_page()), contributor_of(reader.person)
    Vote.objects.create(comment=comment, contributor=voter)

    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(comment=comment, contributor=voter)


@pytest.mark.django_db(transaction=True)
def test_votes_and_a_decision_at_once_leave_the_count_true(make_person):
    comment = make_comment(make_page())
    people = [make_person(f"voter{number}") for number in range(3)]
    mod = make_moderator()

    def press(person):
        with suppress(PageComment.DoesNotExist):  # the moderator was first
            vote(comment, by=person)

    presses = [lambda person=person: press(person) for person in [*people, people[0]]]
    together(*presses, lambda: remove([comment.pk], by=mod, seen=State.APPROVED))

    assert count(comment) == 0
    approve([comment.pk], by=mod, seen=State.REMOVED)
    assert count(comment) == Vote.objects.count() <= 3
