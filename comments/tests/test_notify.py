"""Who is told of a comment, when, and how they stop it."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.actions import approve, hold, mark_spam, reject, remove
from comments.actions.follow import follow, follow_with
from comments.models import Follow, Kind, MailChoice, Moderation, Notice, State
from comments.notify import note, tell, tell_decided, write_digests
from comments.tests.factories import form_of, make_comment, make_moderator, make_page
from comments.tests.mailing import deliver
from pages.models import OutgoingMail
from pages.notify import send_waiting

pytestmark = pytest.mark.django_db


def account(name: str, *groups: str, is_confirmed: bool = True) -> User:
    person = User.objects.create_user(name, f"{name}@people.example")
    EmailAddress.objects.create(user=person, email=person.email, verified=is_confirmed, primary=True)
    person.groups.set(Group.objects.filter(name__in=groups))
    return person


def moderator_who_hears(when: str, name: str = "mo") -> User:
    person = account(name, "Moderators")
    MailChoice.objects.create(person=person, moderation=when)
    return person


def receivers(messages) -> list[str]:
    return sorted(message.to[0] for message in messages)


# --- Readers


def test_the_parents_author_hears_of_a_reply_when_it_is_approved_and_not_before():
    page = make_page()
    parent = make_comment(page, by=account("ada"))
    deliver()
    reply = make_comment(page, "canaryword", name="Canaryname", reply_to=parent, state=State.PENDING)
    assert deliver() == []

    approve([reply.pk], by=make_moderator())

    (message,) = deliver()
    assert message.to == ["ada@people.example"]
    assert message.subject == "A reply to your comment on “Title”"
    assert f"http://127.0.0.1:8000/comments/{reply.pk}/" in message.body
    assert "canary" not in str(message.message()).lower()


def test_a_comment_approved_again_is_told_once():
    page, person = make_page(), make_moderator()
    parent = make_comment(page, by=account("ada"))
    reply = make_comment(page, reply_to=parent, state=State.PENDING)

    approve([reply.pk], by=person)
    assert len(deliver()) == 1
    hold([reply.pk], by=person, seen=State.APPROVED)
    approve([reply.pk], by=person)

    assert deliver() == []


def test_an_approval_undone_before_the_worker_looks_is_told_to_nobody_until_it_stands():
    page, person = make_page(), make_moderator()
    parent = make_comment(page, by=account("ada"))
    reply = make_comment(page, reply_to=parent, state=State.PENDING)
    approve([reply.pk], by=person)
    hold([reply.pk], by=person, seen=State.APPROVED)
    assert deliver() == []

    approve([reply.pk], by=person)

    assert len(deliver()) == 1


def test_a_comment_on_a_deleted_page_is_told_to_nobody(moderator):
    page = make_page()
    make_comment(page, reply_to=make_comment(page, by=account("ada")))
    page.deleted_at = timezone.now()
    page.save()

    assert deliver() == []


def test_nobody_hears_of_the_own_comment():
    page, ada = make_page(), account("ada")
    follow(page, by=ada)
    parent = make_comment(page, by=ada)
    make_comment(page, by=ada, reply_to=parent)
    stranger = Follow.objects.create(page=page, email="mara@mail.example", confirmed_at=timezone.now())
    make_comment(page, name="Mara", email="Mara@mail.example")

    told = [(m.to, m.subject) for m in deliver()]
    assert told == [
        (["ada@people.example"], "A new comment on “Title”"),
        ([stranger.email], "2 new comments where you follow"),
    ]


def test_followers_of_page_and_thread_hear_once_and_unconfirmed_ones_never():
    page, other = make_page(), make_page("Other")
    root, ada = make_comment(page), account("ada")
    follow(page, by=ada)
    follow(page, thread=root, by=ada)
    follow(page, by=account("bob", is_confirmed=False))
    follow(other, by=account("eve"))
    Follow.objects.create(page=page, email="new@mail.example")
    deliver()

    make_comment(page, reply_to=root)

    assert receivers(deliver()) == ["ada@people.example"]


def test_who_declined_who_is_banned_and_who_left_hear_nothing():
    page = make_page()
    for name in ("declined", "banned", "inactive"):
        parent = make_comment(page, by=account(name))
        make_comment(page, reply_to=parent)
    MailChoice.objects.create(person=User.objects.get(username="declined"), replies=False)
    User.objects.get(username="banned").groups.add(Group.objects.get(name="Banned"))
    User.objects.filter(username="inactive").update(is_active=False)

    assert deliver() == []


def test_many_comments_approved_at_once_are_one_mail_a_person():
    page, ada = make_page(), account("ada")
    follow(page, by=ada)
    pks = [make_comment(page, state=State.PENDING).pk for _ in range(25)]

    approve(pks, by=make_moderator())

    (message,) = deliver()
    assert message.subject == "25 new comments where you follow"
    assert message.body.count("/comments/") == 21  # twenty, and the link that stops them
    assert "and 5 more." in message.body


def test_telling_of_200_comments_takes_no_more_queries_than_of_20():
    page = make_page()
    follow(page, by=account("ada"))
    few, many = (queries_to_tell(page, number) for number in (20, 200))
    assert many == few
    assert few <= 22


def queries_to_tell(page, number: int) -> int:
    pks = [make_comment(page, state=State.PENDING).pk for _ in range(number)]
    approve(pks, by=make_moderator())
    with CaptureQueriesContext(connection) as queries:
        tell.call()
    assert len(deliver()) == 1
    return len([query for query in queries.captured_queries if "SAVEPOINT" not in query["sql"]])


# --- Moderators


def test_moderators_who_chose_so_hear_at_once_with_a_link_and_no_word_of_it():
    moderator_who_hears(Moderation.AT_ONCE)
    moderator_who_hears(Moderation.DAILY, "daily")
    moderator_who_hears(Moderation.NEVER, "never")
    page = make_page()

    comment = make_comment(page, "canaryword", name="Canaryname", state=State.PENDING)

    (message,) = deliver()
    assert message.to == ["mo@people.example"]
    assert f"/admin/comments/pagecomment/{comment.pk}/change/" in message.body
    assert "canary" not in str(message.message()).lower()


def test_a_flood_of_comments_is_no_flood_of_mail():
    moderator_who_hears(Moderation.AT_ONCE)
    page = make_page()
    for _ in range(5):
        make_comment(page, state=State.PENDING)
        tell.call()
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        tell.call()
        send_waiting.call()

    assert [mail.subject for mail in OutgoingMail.objects.order_by("pk")] == [
        "A comment on “Title” waits for you",
        "4 comments wait for you",
    ]


def test_a_comment_decided_on_before_the_worker_looks_is_no_news_to_moderators():
    moderator_who_hears(Moderation.AT_ONCE)
    comment = make_comment(make_page(), state=State.PENDING)
    mark_spam([comment.pk], by=make_moderator())

    assert deliver() == []


def test_the_digest_comes_once_a_day_and_only_if_something_waits():
    moderator_who_hears(Moderation.DAILY)
    account("new", "Moderators")  # chose nothing: daily
    assert write_digests() == 0
    make_comment(make_page(), state=State.PENDING)
    with time_machine.travel(timezone.now() + timedelta(hours=30)):
        write_digests()
        write_digests()
        first, second = deliver()
    assert receivers([first, second]) == ["mo@people.example", "new@people.example"]
    assert first.subject == "1 comment waits for a moderator"
    assert "for 1 day, 6 hours" in first.body.replace("\xa0", " ")


# --- Authors of what was refused


@pytest.mark.parametrize(("act", "words"), [(reject, "not published"), (remove, "removed")])
def test_an_author_who_left_an_address_is_told_the_reason_if_the_moderator_says_so(act, words):
    page, person = make_page(), make_moderator()
    before = State.PENDING if act is reject else State.APPROVED
    told, untold = (
        make_comment(page, "canaryword", email=f"{n}@mail.example", name=n, state=before) for n in "ab"
    )
    act([told.pk, untold.pk], by=person, seen=before, reason="Not about\r\nBcc: x@evil.example")
    told.refresh_from_db()
    tell_decided([told], told.verdicts.get())

    (message,) = deliver()
    assert message.to == ["a@mail.example"]
    assert words in message.subject
    assert "The reason: Not about" in message.body
    assert message.recipients() == ["a@mail.example"]
    assert "canaryword" not in message.body


def test_spam_is_answered_with_silence():
    comment = make_comment(make_page(), state=State.SPAM)
    tell_decided([comment], comment.verdicts.get())
    assert deliver() == []


# --- Links in mails


def link_in(message) -> str:
    return re.search(r"http://127\.0\.0\.1:8000(/comments/mail/\S+)", message.body)[1]


def stranger_asks_to_follow():
    """A stranger's comment with the box ticked is approved; return its page and the mail that asks."""
    page = make_page()
    comment = make_comment(page, name="Mara", email="Mara@mail.example", state=State.PENDING)
    follow_with(comment)
    assert deliver() == []
    approve([comment.pk], by=make_moderator())
    (message,) = deliver()
    return page, message


def test_a_strangers_wish_to_follow_is_asked_for_once_and_a_look_at_the_link_confirms_nothing(stranger):
    page, message = stranger_asks_to_follow()
    link = link_in(message)

    assert stranger.get(link).status_code == 200
    assert Follow.objects.get().confirmed_at is None

    assert stranger.post(link).status_code == 200
    assert Follow.objects.get().confirmed_at
    assert "sessionid" not in stranger.cookies
    make_comment(page, reply_to=page.comments.get())
    (message,) = deliver()
    assert message.to == ["mara@mail.example"]


def test_a_confirmation_is_too_old_after_two_weeks(stranger):
    _, message = stranger_asks_to_follow()
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert stranger.post(link_in(message)).status_code == 404
    assert Follow.objects.get().confirmed_at is None


@pytest.mark.parametrize("token", ["x", "ImZvbGxvdzoxIg:AAAA", "follow:1", "%00", "1:1:1"])
def test_a_link_that_is_not_ours_does_nothing(stranger, token):
    for name in ("confirm", "stop"):
        for ask in (stranger.get, stranger.post):
            assert ask(f"/comments/mail/{name}/{token}/").status_code in {400, 404}


def test_one_click_of_a_mail_program_stops_the_mails_and_a_look_does_not():
    page = make_page()
    Follow.objects.create(page=page, email="mara@mail.example", confirmed_at=timezone.now())
    make_comment(page)
    (message,) = deliver()
    address = message.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in message.body
    program = Client(enforce_csrf_checks=True)

    assert program.get(address).status_code == 200
    assert Follow.objects.exists()
    for _ in range(2):
        assert program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200

    assert not Follow.objects.exists()
    make_comment(page)
    assert deliver() == []


def test_replies_and_moderation_stop_by_their_links_too(stranger):
    page, ada = make_page(), account("ada")
    moderator_who_hears(Moderation.AT_ONCE)
    make_comment(page, reply_to=make_comment(page, by=ada))
    make_comment(page, state=State.PENDING)
    for message in deliver():
        assert stranger.post(link_in(message)).status_code == 200

    assert MailChoice.objects.get(person=ada).replies is False
    assert MailChoice.objects.get(person__username="mo").moderation == Moderation.NEVER


def test_no_name_or_title_starts_a_header_of_its_own():
    page = make_page("A title")
    page.title = "Title\r\nBcc: victim@evil.example"
    page.save()
    make_comment(page, reply_to=make_comment(page, by=account("ada")))

    (message,) = deliver()

    assert message.recipients() == ["ada@people.example"]
    assert message.message()["Bcc"] is None
    assert message.subject == "A reply to your comment on “Title"


# --- One's own choice


def test_people_choose_their_mail_and_only_moderators_are_asked_about_the_queue(contributor, moderator):
    assert "id_moderation" not in contributor.get("/comments/mail/").content.decode()
    assert contributor.post("/comments/mail/", {"moderation": "at-once"}).status_code == 303
    assert moderator.post("/comments/mail/", {"moderation": "at-once", "replies": "on"}).status_code == 303
    assert moderator.post("/comments/mail/", {"moderation": "hourly"}).status_code == 200

    chosen = MailChoice.objects.values_list("moderation", "replies").order_by("moderation")
    assert list(chosen) == [("at-once", True), ("daily", False)]


def test_a_stranger_who_chooses_mail_is_asked_to_sign_in(stranger):
    assert stranger.get("/comments/mail/").status_code == 302


# --- What requests notice of it


def test_a_broken_mail_server_breaks_no_request(settings, stranger):
    settings.EMAIL_BACKEND = "pages.tests.notify.test_outbox.RefusingServer"
    moderator_who_hears(Moderation.AT_ONCE)

    assert stranger.post("/comments/post/", form_of(make_page())).status_code == 303

    assert deliver() == []
    assert OutgoingMail.objects.get().tries == 1


def test_news_that_a_killed_worker_left_is_told_later():
    page = make_page()
    make_comment(page, reply_to=make_comment(page, by=account("ada")))
    note(Kind.SHOWN, [])

    assert Notice.objects.filter(told_at=None).count() == 2
    assert len(deliver()) == 1
    assert not Notice.objects.filter(told_at=None).exists()
