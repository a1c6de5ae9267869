"""Following: who hears of which comment, once each."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from comments.actions import follow, follow_with, unfollow
from comments.models import Follow
from comments.recipients import of_shown
from comments.tests.factories import make_comment, make_page
from pages.models import contributor_of

pytestmark = pytest.mark.django_db


def told(comment):
    """The names and addresses of who is to hear of a comment; every account has confirmed its address."""
    for person in User.objects.exclude(emailaddress__verified=True):
        EmailAddress.objects.update_or_create(
            user=person,
            defaults={"email": f"{person.username}@mail.example", "verified": True, "primary": True},
        )
    return [who.person.username if who.person else who.to for who in of_shown([comment])]


def test_followers_of_the_page_and_of_the_thread_hear_of_a_reply_and_others_do_not(make_person):
    page, other = make_page(), make_page("Other")
    thread, another = make_comment(page), make_comment(page)
    follow(page, by=make_person("whole"))
    follow(page, thread=thread, by=make_person("part"))
    follow(page, thread=another, by=make_person("another"))
    follow(other, by=make_person("elsewhere"))

    assert sorted(told(make_comment(page, reply_to=thread))) == ["part", "whole"]


def test_who_follows_page_and_thread_hears_once_and_stops_the_thread_first(contributor):
    page = make_page()
    thread = make_comment(page)
    for place in (None, thread):
        follow(page, thread=place, by=contributor.person)

    (who,) = of_shown([make_comment(page, reply_to=thread)])

    assert who.stops == f"follow:{Follow.objects.get(thread=thread).pk}"


def test_an_address_that_follows_page_and_thread_hears_once():
    page = make_page()
    thread = make_comment(page)
    for place in (None, thread):
        Follow.objects.create(page=page, thread=place, email="a@mail.example", confirmed_at=timezone.now())

    assert told(make_comment(page, reply_to=thread)) == ["a@mail.example"]


def test_an_author_does_not_hear_of_the_own_comment(reader):
    page = make_page()
    follow(page, by=reader.person)

    assert told(make_comment(page, by=reader.person)) == []


def test_a_strangers_address_hears_nothing_until_it_is_confirmed_and_never_of_its_own_comments():
    page = make_page()
    thread = make_comment(page, email="Mara@Mail.example", name="Mara")
    asked = follow_with(thread)
    reply = make_comment(page, reply_to=thread)

    assert told(reply) == []
    Follow.objects.update(confirmed_at=timezone.now())
    assert (asked.email, told(reply)) == ("mara@mail.example", ["mara@mail.example"])
    assert told(make_comment(page, reply_to=reply, email="MARA@mail.example", name="Mara")) == []


def test_following_twice_is_following_once_and_one_stop_ends_it(reader):
    page = make_page()
    for _ in range(2):
        follow(page, by=reader.person)
    assert Follow.objects.count() == 1

    unfollow(page, by=reader.person)

    assert told(make_comment(page)) == []


def test_following_with_a_deep_reply_follows_its_thread_from_the_start(reader):
    page = make_page()
    thread = make_comment(page)
    reply = make_comment(page, reply_to=make_comment(page, reply_to=thread), by=reader.person)

    assert follow_with(reply).thread == thread
    assert told(make_comment(page, reply_to=thread)) == ["reader"]


@pytest.mark.parametrize("who", ["stranger", "banned"])
def test_strangers_and_banned_people_cannot_follow_by_button(who, request):
    with pytest.raises(PermissionDenied):
        follow(make_page(), by=request.getfixturevalue(who).person)


@pytest.mark.parametrize("has_thread", [True, False])
@pytest.mark.parametrize("is_account", [True, False])
def test_the_database_refuses_a_second_follow_of_the_same(has_thread, is_account, reader):
    page = make_page()
    who = {"contributor": contributor_of(reader.person)} if is_account else {"email": "a@mail.example"}
    fields = {"page": page, "thread": make_comment(page) if has_thread else None, **who}
    Follow.objects.create(**fields)

    with pytest.raises(IntegrityError), transaction.atomic():
        Follow.objects.create(**fields)


def test_the_database_refuses_a_follow_by_nobody():
    with pytest.raises(IntegrityError), transaction.atomic():
        Follow.objects.create(page=make_page())
