"""Flags by readers: kept once a reader, seen by moderators; three by trusted people hold a comment again."""

from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from comments.actions import AlreadyFlagged, NotThere, approve, flag
from comments.limits import FLAGS_AN_HOUR
from comments.models import Discussion, Flag, PageComment, State, Verdict
from comments.tests.factories import make_comment, make_moderator, make_page, set_rules
from pages.tests.factories import make_person

pytestmark = pytest.mark.django_db
FLAGS = "/admin/comments/flag/"


def trusted(number):
    return make_person(f"trusted-{number}", "Contributors", "Trusted")


def flag_often(comment, times, *, start=0):
    for number in range(start, start + times):
        flag(comment, "rude", by=trusted(number))


def address(comment):
    return f"{comment.get_absolute_url()}flag/"


def test_a_stranger_flags_a_comment_with_a_reason_and_words(stranger):
    comment = make_comment(make_page(), "canaryword")
    assert f'href="{address(comment)}"' in stranger.get("/wiki/title/").content.decode()
    assert "canaryword" in stranger.get(address(comment)).content.decode()

    answer = stranger.post(address(comment), {"reason": "outdated", "words": "Since 3.0 it is async"})

    assert (answer.status_code, answer["Location"]) == (303, f"{address(comment)}?thanks")
    assert "Thank you" in stranger.get(answer["Location"]).content.decode()
    kept = Flag.objects.get()
    assert (kept.reason, kept.words, kept.flagged_by, kept.is_trusted) == (
        "outdated",
        "Since 3.0 it is async",
        None,
        False,
    )
    assert list(answer.cookies) == []


def test_one_reader_flags_a_comment_once_and_another_comment_too(stranger):
    page = make_page()
    first, second = make_comment(page), make_comment(page)

    answers = [stranger.post(address(c), {"reason": "spam"}).status_code for c in (first, first, second)]

    assert answers == [303, 409, 303]
    elsewhere = stranger.post(address(first), {"reason": "spam"}, REMOTE_ADDR="203.0.113.7")
    assert elsewhere.status_code == 303


def test_nothing_stored_with_a_strangers_flag_tells_the_address(stranger):
    comment = make_comment(make_page())

    stranger.post(address(comment), {"reason": "spam"}, REMOTE_ADDR="203.0.113.77")

    assert "203.0.113" not in str(list(Flag.objects.values_list()))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose what is wrong with it."),
        ({"reason": "nothing"}, "Select a valid choice"),
        ({"reason": "other"}, "Say in a few words what is wrong."),
        ({"reason": "rude", "words": "x" * 501}, "at most 500 characters"),
    ],
)
def test_a_flag_that_says_too_little_or_too_much_comes_back_with_a_sentence(stranger, fields, sentence):
    comment = make_comment(make_page())

    answer = stranger.post(address(comment), fields)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Flag.objects.exists()


@pytest.mark.parametrize("state", [State.PENDING, State.SPAM, State.REJECTED, State.REMOVED])
def test_a_comment_that_readers_do_not_see_cannot_be_flagged(stranger, state):
    comment = make_comment(make_page(), state=state)

    assert stranger.get(address(comment)).status_code == 404
    assert stranger.post(address(comment), {"reason": "spam"}).status_code == 404
    with pytest.raises(NotThere):
        flag(comment, "spam", by=make_person())


def test_three_flags_by_trusted_people_hold_a_comment_again(client):
    page = make_page()
    comment = make_comment(page, "canaryword")
    flag_often(comment, 2)
    assert "canaryword" in client.get("/wiki/title/").content.decode()

    flag_often(comment, 1, start=2)

    comment.refresh_from_db()
    verdict = Verdict.objects.get()
    assert (comment.state, comment.is_public) == (State.PENDING, False)
    assert (verdict.decided_by, verdict.before, verdict.after) == (None, State.APPROVED, State.PENDING)
    assert verdict.reason == "Held by flags"
    assert [reason["rule"] for reason in comment.held_because] == ["flags"]
    assert "canaryword" not in client.get("/wiki/title/").content.decode()
    assert Discussion.objects.get().approved_count == 0


def test_flags_of_others_however_many_hold_nothing(stranger):
    comment = make_comment(make_page())

    for number in range(10):
        stranger.post(address(comment), {"reason": "rude"}, REMOTE_ADDR=f"203.0.113.{number}")
        flag(comment, "rude", by=make_person("", "Contributors"))

    comment.refresh_from_db()
    assert comment.state == State.APPROVED
    assert Flag.objects.count() == 20


def test_the_rules_say_how_many_it_takes():
    set_rules(flags_to_hold=1)
    comment = make_comment(make_page())

    flag_often(comment, 1)

    assert PageComment.objects.get().state == State.PENDING


def test_flags_that_a_moderator_answered_by_approving_count_no_more():
    comment = make_comment(make_page())
    flag_often(comment, 3)
    approve([comment.pk], by=make_moderator())

    flag_often(comment, 2, start=3)
    assert PageComment.objects.get().state == State.APPROVED
    flag_often(comment, 1, start=5)

    assert PageComment.objects.get().state == State.PENDING


def test_whoever_sends_the_last_flag_is_led_to_the_page(signed_in):
    comment = make_comment(make_page())
    flag_often(comment, 2)

    answer = signed_in(trusted(9)).post(address(comment), {"reason": "rude"})

    assert (answer.status_code, answer["Location"]) == (303, "/wiki/title/#comments")


def test_a_banned_person_is_told_and_flags_nothing(banned):
    comment = make_comment(make_page())

    answer = banned.post(address(comment), {"reason": "rude"})

    assert answer.status_code == 403
    assert "You may read here, but not flag comments." in answer.content.decode()
    assert not Flag.objects.exists()


def test_flags_are_limited_by_the_hour_with_what_was_typed_kept(stranger):
    page = make_page()
    comments = [make_comment(page) for _ in range(FLAGS_AN_HOUR + 1)]

    *accepted, refused = [
        stranger.post(address(comment), {"reason": "spam", "words": "Kept words"}) for comment in comments
    ]

    assert {answer.status_code for answer in accepted} == {303}
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 3600
    assert "Kept words" in refused.content.decode()


def test_moderators_see_flags_in_a_list_and_with_the_comment(moderator):
    comment = make_comment(make_page(), "canaryword")
    flag(comment, "other", by=make_person("somebody"), words="Not nice at all")

    listed = moderator.get(FLAGS).content.decode()
    beside = moderator.get(f"/admin/comments/pagecomment/{comment.pk}/change/").content.decode()

    for html in (listed, beside):
        assert "Not nice at all" in html
        assert "somebody" in html
    assert "canaryword" in listed
    number = Flag.objects.get().pk
    assert b"Not nice at all" in moderator.get(f"{FLAGS}{number}/change/").content
    assert moderator.post(f"{FLAGS}{number}/delete/").status_code == 403


@pytest.mark.parametrize("persona", ["stranger", "reader", "contributor", "banned"])
def test_nobody_else_sees_flags(persona, request):
    comment = make_comment(make_page())
    flag(comment, "other", by=make_person("somebody"), words="Not nice at all")
    person = request.getfixturevalue(persona)

    for place in (FLAGS, "/wiki/title/", address(comment)):
        assert "Not nice at all" not in person.get(place, follow=True).content.decode()


def test_the_list_of_flags_takes_the_same_queries_for_2_and_for_40(moderator):
    page = make_page()

    def count(flags):
        for _ in range(flags):
            flag(make_comment(page), "rude", by=make_person())
        with CaptureQueriesContext(connection) as queries:
            moderator.get(FLAGS)
        return len(queries)

    moderator.get(FLAGS)
    assert count(2) == count(38)


@pytest.mark.django_db(transaction=True)
def test_flags_at_one_moment_hold_a_comment_once():
    comment = make_comment(make_page())
    people = [trusted(number) for number in range(6)]
    start, outcomes = Barrier(len(people)), []

    def send(person):
        start.wait()
        try:
            flag(comment, "rude", by=person)
            outcomes.append("kept")
        except (NotThere, AlreadyFlagged) as refused:
            outcomes.append(type(refused).__name__)
        finally:
            connections.close_all()

    threads = [Thread(target=send, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["NotThere"] * 3 + ["kept"] * 3
    assert Verdict.objects.count() == 1
    assert Discussion.objects.get().approved_count == 0
