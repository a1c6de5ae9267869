"""Changing one's own comment: for some minutes, by account or cookie, with its history, read anew."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comments.actions import approve, reject
from comments.limits import EDITS_AN_HOUR
from comments.models import CommentRevision, Discussion, PageComment, State, Verdict
from comments.tests.factories import form_of, make_comment, make_moderator, make_page, set_rules

pytestmark = pytest.mark.django_db
POST = "/comments/post/"


def commented(person, text="First words"):
    person.post(POST, form_of(make_page(), comment=text))
    return PageComment.objects.get()


def change(person, comment, text="Other words", **fields):
    return person.post(f"/comments/{comment.pk}/edit/", {"comment": text, "base": "0", **fields})


def known(contributor):
    """A contributor who has an approved comment, and a page."""
    page = make_page()
    return page, make_comment(page, "First words", by=contributor.person)


def age(comment, minutes):
    PageComment.objects.filter(pk=comment.pk).update(submit_date=timezone.now() - timedelta(minutes=minutes))


@pytest.mark.parametrize("persona", ["stranger", "reader", "contributor"])
def test_an_author_changes_a_waiting_comment_and_its_first_words_are_kept(persona, request):
    person = request.getfixturevalue(persona)
    comment = commented(person)
    address = f"/comments/{comment.pk}/edit/"
    assert f'href="{address}"' in person.get("/wiki/title/").content.decode()
    assert "First words</textarea>" in person.get(address).content.decode()

    answer = change(person, comment, "Other **words**")

    assert (answer.status_code, answer["Location"]) == (303, f"/wiki/title/#c{comment.pk}")
    comment.refresh_from_db()
    assert (comment.html, comment.state) == ("<p>Other <strong>words</strong></p>\n", State.PENDING)
    assert comment.edited_at
    assert CommentRevision.objects.get().text == "First words"
    assert ">edited<" in person.get("/wiki/title/").content.decode()


def test_a_contributors_approved_comment_stays_with_harmless_words(contributor, client):
    _, comment = known(contributor)

    change(contributor, comment, "Better words")

    assert PageComment.objects.get().state == State.APPROVED
    html = client.get("/wiki/title/").content.decode()
    assert "Better words" in html
    assert ">edited<" in html


def test_an_approved_comment_edited_into_spam_is_held_again(contributor, client):
    _, comment = known(contributor)

    change(contributor, comment, "https://a.example https://b.example")

    comment.refresh_from_db()
    verdict = Verdict.objects.get()
    assert (comment.state, comment.is_public) == (State.PENDING, False)
    assert "links" in [reason["rule"] for reason in comment.held_because]
    assert (verdict.decided_by, verdict.reason) == (None, "Changed by its author")
    assert Discussion.objects.get().approved_count == 0
    assert "a.example" not in client.get("/wiki/title/").content.decode()
    assert "It has 2 links" in contributor.get("/wiki/title/").content.decode()


def test_a_strangers_approved_comment_waits_again_after_a_change(stranger, client):
    comment = commented(stranger)
    approve([comment.pk], by=make_moderator())

    change(stranger, comment, "Unread words")

    assert PageComment.objects.get().state == State.PENDING
    assert "Unread words" not in client.get("/wiki/title/").content.decode()


@pytest.mark.parametrize("state", [State.PENDING, State.APPROVED])
def test_words_that_only_spam_has_go_to_the_spam_and_the_author_is_told(contributor, state):
    set_rules(disallowed_keys="cheap watches")
    comment = make_comment(make_page(), state=state, by=contributor.person)

    answer = change(contributor, comment, "Cheap watches")

    assert PageComment.objects.get().state == State.SPAM
    assert "only spam has here" in answer.content.decode()


def test_an_edit_publishes_nothing_that_waits(contributor):
    page, _ = known(contributor)
    contributor.post(POST, form_of(page, comment="https://a.example https://b.example"))
    comment = PageComment.objects.get(state=State.PENDING)

    change(contributor, comment, "No links any more")

    assert PageComment.objects.get(pk=comment.pk).state == State.PENDING


@pytest.mark.parametrize(("minutes", "may"), [(14, True), (16, False)])
def test_the_time_to_change_a_comment_ends_and_nothing_typed_is_lost(contributor, minutes, may):
    _, comment = known(contributor)
    age(comment, minutes)

    link = f'href="/comments/{comment.pk}/edit/"' in contributor.get("/wiki/title/").content.decode()
    answer = change(contributor, comment, "Typed slowly")

    assert (link, answer.status_code) == (may, 303 if may else 403)
    if not may:
        assert "The time to change this comment is over." in answer.content.decode()
        assert "Typed slowly</textarea>" in answer.content.decode()
        assert not CommentRevision.objects.exists()


@pytest.mark.parametrize("minutes", [0, 60])
def test_the_rules_say_for_how_long(contributor, minutes):
    set_rules(edit_minutes=minutes)
    _, comment = known(contributor)
    age(comment, 30)

    assert change(contributor, comment).status_code == (303 if minutes else 403)


def test_nobody_changes_what_another_wrote(contributor, reader, stranger):
    _, comment = known(contributor)
    stranger.cookies["held_comments"] = f"[{comment.pk}]"

    for other in (reader, stranger):
        assert change(other, comment).status_code == 403
        assert f"/comments/{comment.pk}/edit/" not in other.get("/wiki/title/").content.decode()
    assert PageComment.objects.get().comment == "First words"


def test_a_strangers_cookie_opens_no_other_browsers_comment(stranger):
    comment = commented(stranger)

    assert change(Client(), comment).status_code == 404
    assert PageComment.objects.get().comment == "First words"


def test_who_sends_the_same_words_from_elsewhere_gets_no_right_to_them(stranger):
    set_rules(hold_strangers=False, hold_until_approved=False)
    page, other = make_page(), Client()
    stranger.post(POST, form_of(page), REMOTE_ADDR="192.0.2.1")
    answer = other.post(POST, form_of(page, email="MARA@mail.example"), REMOTE_ADDR="192.0.2.2")
    comment = PageComment.objects.get()

    change(other, comment, "Taken over")

    comment.refresh_from_db()
    assert (answer.status_code, comment.comment) == (303, "A thought")
    assert change(stranger, comment, "Own words").status_code == 303


def test_what_was_turned_down_cannot_be_changed(contributor):
    comment = commented(contributor)
    reject([comment.pk], by=make_moderator())

    assert change(contributor, comment).status_code == 404


def test_a_preview_shows_the_words_and_stores_nothing(contributor):
    _, comment = known(contributor)

    html = change(contributor, comment, "**Bold**", preview="1").content.decode()

    assert "<strong>Bold</strong>" in html
    assert "**Bold**</textarea>" in html
    assert PageComment.objects.get().comment == "First words"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"comment": ""}, 422),
        ({"comment": "x" * 10_001}, 422),
        ({"comment": "> " * 4_900}, 422),
        ({"base": "x"}, 422),
        ({"base": "9"}, 409),
    ],
)
def test_what_cannot_be_saved_comes_back_with_a_sentence(contributor, fields, status):
    _, comment = known(contributor)

    answer = contributor.post(f"/comments/{comment.pk}/edit/", {"comment": "Words", "base": "0", **fields})

    assert answer.status_code == status
    assert 'class="error-box"' in answer.content.decode()
    assert PageComment.objects.get().comment == "First words"


def test_changes_are_limited_by_the_hour(contributor):
    _, comment = known(contributor)

    statuses = [
        change(contributor, comment, f"Words {number}", base=str(number)).status_code
        for number in range(EDITS_AN_HOUR + 1)
    ]

    assert statuses == [303] * EDITS_AN_HOUR + [429]


def test_only_moderators_read_what_a_comment_said_before(contributor, stranger, moderator):
    _, comment = known(contributor)
    change(contributor, comment, "Other words")
    address = f"/comments/{comment.pk}/texts/"

    assert "First words" in moderator.get(address).content.decode()
    assert f'href="{address}"' in moderator.get("/wiki/title/").content.decode()
    for other in (contributor, stranger):
        assert other.get(address).status_code == 404
        assert "First words" not in other.get("/wiki/title/").content.decode()
