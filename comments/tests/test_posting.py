"""Posting through the form: who waits, what is refused, what comes back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django_comments.signals import comment_will_be_posted

from comments.actions import draft, post
from comments.forms import PageCommentForm
from comments.models import Discussion, Mode, PageComment, State
from comments.tests.factories import form_of, make_comment, make_page

pytestmark = pytest.mark.django_db
POST = "/comments/post/"


def only_comment():
    return PageComment.objects.get()


def test_a_strangers_comment_waits_and_is_shown_to_its_author_alone(stranger, client):
    page = make_page()

    answer = stranger.post(POST, form_of(page, comment="A **canaryword** thought"))

    comment = only_comment()
    assert (answer.status_code, answer["Location"]) == (303, f"/wiki/title/#c{comment.pk}")
    assert (comment.state, comment.is_public, comment.revision) == (State.PENDING, False, page.current)
    own = stranger.get(page.get_absolute_url()).content.decode()
    assert "Awaiting moderation" in own
    assert "<strong>canaryword</strong>" in own
    assert "canaryword" not in client.get(page.get_absolute_url()).content.decode()


def test_the_only_cookie_of_a_stranger_who_commented_names_the_held_comment(stranger):
    page = make_page()

    answer = stranger.post(POST, form_of(page))

    assert list(answer.cookies) == ["held_comments"]
    cookie = answer.cookies["held_comments"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"]


def test_a_forged_cookie_shows_nothing(client):
    comment = make_comment(make_page(), "canaryword", state=State.PENDING)
    client.cookies["held_comments"] = f"[{comment.pk}]"

    assert "canaryword" not in client.get("/wiki/title/").content.decode()


def test_a_reader_waits_and_sees_the_waiting_comment_in_any_browser(reader, signed_in):
    page = make_page()
    reader.post(POST, form_of(page, comment="canaryword"))

    assert only_comment().state == State.PENDING
    assert "canaryword" in signed_in(reader.person).get(page.get_absolute_url()).content.decode()


def test_a_contributor_waits_once_and_appears_at_once_after_an_approved_comment(contributor):
    page = make_page()

    contributor.post(POST, form_of(page, comment="first"))
    first = only_comment()
    assert first.state == State.PENDING
    make_comment(page, "approved one", by=contributor.person)
    contributor.post(POST, form_of(page, comment="second"))

    assert PageComment.objects.get(comment="second").state == State.APPROVED
    assert Discussion.objects.get(page=page).approved_count == 2


def test_a_moderators_comment_appears_at_once(moderator, client):
    page = make_page()

    moderator.post(POST, form_of(page, comment="canaryword"))

    assert "canaryword" in client.get(page.get_absolute_url()).content.decode()


def test_somebody_banned_while_writing_is_told_and_keeps_the_text(banned):
    page = make_page()

    answer = banned.post(POST, form_of(page, comment="Written with care"))

    assert answer.status_code == 403
    assert "You may read here, but not comment." in answer.content.decode()
    assert "Written with care</textarea>" in answer.content.decode()
    assert not PageComment.objects.exists()


def test_a_discussion_closed_while_somebody_writes_gives_the_text_back(stranger):
    page = make_page()
    form = form_of(page, comment="Written with care", security_hash="too old")
    Discussion.objects.create(page=page, mode=Mode.CLOSED)

    answer = stranger.post(POST, form)

    assert answer.status_code == 403
    assert answer.context["form"].problems() == [("The discussion of this page is closed.", "")]
    assert "The discussion of this page is closed." in answer.content.decode()
    assert "Written with care</textarea>" in answer.content.decode()
    assert not PageComment.objects.exists()


def test_a_comment_that_a_receiver_of_the_library_refuses_comes_back_with_its_text(stranger):
    page = make_page()

    def refuse(**_):
        return False

    comment_will_be_posted.connect(refuse)
    try:
        answer = stranger.post(POST, form_of(page, comment="Written with care"))
    finally:
        comment_will_be_posted.disconnect(refuse)

    assert answer.status_code == 403
    assert "This comment was refused." in answer.content.decode()
    assert "Written with care</textarea>" in answer.content.decode()
    assert not PageComment.objects.exists()


def test_a_closed_discussion_takes_no_comment_and_shows_no_form(stranger):
    page = make_page()
    Discussion.objects.create(page=page, mode=Mode.CLOSED)

    answer = stranger.post(POST, form_of(page))

    assert answer.status_code == 403
    read = stranger.get(page.get_absolute_url()).content.decode()
    assert "The discussion of this page is closed." in read
    assert "Leave a Reply" not in read


def test_name_and_email_of_a_signed_in_person_come_from_the_account(contributor):
    page = make_page()

    contributor.post(POST, form_of(page, name="Somebody Else", email="else@mail.example"))

    comment = only_comment()
    assert (comment.user_name, comment.user_email) == ("contributor", "contributor@people.example")
    assert comment.author == contributor.person.contributor


def test_the_same_form_sent_twenty_times_is_one_comment(stranger):
    page = make_page()
    form = form_of(page)

    places = {stranger.post(POST, form)["Location"] for _ in range(20)}

    assert places == {f"/wiki/title/#c{only_comment().pk}"}


def test_the_same_words_from_another_person_are_another_comment(stranger):
    page = make_page()

    stranger.post(POST, form_of(page, comment="Thank you"))
    stranger.post(POST, form_of(page, comment="Thank you", email="other@mail.example"))

    assert PageComment.objects.count() == 2


def test_the_same_words_are_a_double_post_across_the_end_of_a_window_but_not_an_hour_later():
    page = make_page()
    edge = datetime(2026, 1, 1, 12, 9, 59, tzinfo=UTC)

    def send(now):
        return post(draft(page, "Thanks", name="A", email="a@mail.example"), is_held=True, now=now).pk

    assert send(edge) == send(edge + timedelta(seconds=2))
    assert send(edge) != send(edge + timedelta(hours=1))


def test_an_expired_form_comes_back_with_the_text_and_can_be_sent_again(stranger, time_machine):
    page = make_page()
    time_machine.move_to("2026-01-01 12:00Z")
    form = form_of(page, comment="Written with care")
    time_machine.move_to("2026-01-01 14:01Z")

    answer = stranger.post(POST, form)

    assert answer.status_code == 400
    assert "open for more than two hours" in answer.content.decode()
    assert "Written with care" in answer.content.decode()
    fresh = answer.context["form"].security
    assert fresh["timestamp"] != form["timestamp"]
    assert stranger.post(POST, {**form, **fresh}).status_code == 303


def test_all_strangers_share_one_form_at_one_moment(time_machine):
    page = make_page()
    time_machine.move_to("2026-01-01 12:00Z", tick=False)

    assert PageCommentForm(page).security == PageCommentForm(page).security


def test_preview_without_javascript_shows_the_comment_and_stores_nothing(stranger):
    page = make_page()

    answer = stranger.post(POST, form_of(page, comment="A **bold** thought", preview="1"))

    assert answer.status_code == 200
    assert "<strong>bold</strong>" in answer.content.decode()
    assert "A **bold** thought" in answer.content.decode()
    assert not PageComment.objects.exists()


def test_live_preview_is_what_will_be_shown(stranger):
    page = make_page()
    text = "A [link](https://example.org) and `code` <script>x</script>"

    html = stranger.post("/comments/preview/", {"comment": text}).json()["html"]

    stranger.post(POST, form_of(page, comment=text))
    assert html == only_comment().html
    assert 'rel="nofollow ugc noopener"' in html
    assert "<script>" not in html


def test_live_preview_of_too_much_is_refused_with_a_sentence(stranger):
    answer = stranger.post("/comments/preview/", {"comment": "x" * 10_001})

    assert answer.status_code == 422
    assert answer.json()["error"] == "A comment may have at most 10,000 characters."


def test_a_signed_in_person_needs_the_token_and_a_stranger_an_own_origin(reader, client):
    page = make_page()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(POST, form_of(page)).status_code == 303
    assert strict.post(POST, form_of(page), headers={"origin": "https://evil.example"}).status_code == 403
    strict.cookies = reader.cookies
    assert strict.post(POST, form_of(page, comment="b")).status_code == 403
