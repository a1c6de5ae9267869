"""Floods and bans at the comment form: who is stopped, what they are told, and that their text is kept."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from comments.models import PageComment
from comments.tests.factories import form_of, make_comment, make_page, set_rules
from pages.actions.ban import ban_network, ban_person
from pages.models import Allowance
from pages.tests.factories import make_moderator
from pages.text.networks import readable_network

pytestmark = pytest.mark.django_db
POST = "/comments/post/"


@pytest.fixture(autouse=True)
def few():
    set_rules(comments_a_minute=2, comments_an_hour=4, strangers_a_minute=5)


def post(person, page, number=0, address="203.0.113.1", **fields):
    form = form_of(page, comment=f"Words number {number}", **fields)
    return person.post(POST, form, REMOTE_ADDR=address)


def statuses(person, page, times, **options):
    return [post(person, page, number, **options).status_code for number in range(times)]


def test_one_address_is_stopped_with_a_sentence_and_keeps_the_text(stranger):
    page = make_page()
    assert statuses(stranger, page, 2) == [303, 303]

    answer = post(stranger, page, 3)

    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 60
    assert "Too many in a short time. Wait" in answer.content.decode()
    assert "Words number 3</textarea>" in answer.content.decode()
    assert PageComment.objects.count() == 2
    assert post(stranger, page, 4, address="203.0.113.2").status_code == 303


def test_the_same_form_can_be_sent_again_after_the_wait(stranger, time_machine):
    page, now = make_page(), timezone.now()
    time_machine.move_to(now)
    statuses(stranger, page, 2)
    refused = post(stranger, page, 3)

    time_machine.move_to(now + timedelta(seconds=int(refused["Retry-After"]) + 1))

    assert post(stranger, page, 3).status_code == 303


def test_addresses_of_one_ipv6_site_count_as_one(stranger):
    page = make_page()

    found = [post(stranger, page, n, address=f"2001:db8:1:1::{n}").status_code for n in range(1, 4)]

    assert found == [303, 303, 429]
    assert post(stranger, page, 9, address="2001:db8:1:2::1").status_code == 303


def test_the_hour_is_limited_as_well(stranger, time_machine):
    page, now = make_page(), timezone.now()
    found = []
    for number in range(6):
        time_machine.move_to(now + timedelta(minutes=2 * number))
        found.append(post(stranger, page, number).status_code)

    assert found == [303] * 4 + [429] * 2


def test_strangers_together_are_limited_and_contributors_are_not_silenced_by_them(stranger, contributor):
    page = make_page()
    found = [post(stranger, page, n, address=f"203.0.113.{n}").status_code for n in range(7)]
    assert found == [303] * 5 + [429] * 2

    assert post(contributor, page, 8, address="203.0.113.1").status_code == 303


def test_a_contributor_is_counted_by_account_wherever_they_are(contributor):
    page = make_page()

    found = [post(contributor, page, n, address=f"203.0.113.{n}").status_code for n in range(3)]

    assert found == [303, 303, 429]


def test_accounts_without_a_confirmed_address_share_the_limit_of_where_they_sit(make_person, signed_in):
    page = make_page()
    people = [signed_in(make_person(f"new-{n}", is_confirmed=False)) for n in range(3)]

    assert [post(person, page).status_code for person in people] == [303, 303, 429]


def test_moderators_answer_as_often_as_they_like(moderator):
    assert statuses(moderator, make_page(), 6) == [303] * 6


def test_a_double_post_costs_no_turn(stranger):
    page = make_page()
    form = form_of(page)

    found = [stranger.post(POST, form).status_code for _ in range(8)]

    assert found == [303] * 8
    assert PageComment.objects.count() == 1


def test_a_form_with_faults_or_a_preview_costs_no_turn(stranger):
    page = make_page()

    for _ in range(5):
        assert post(stranger, page, email="nobody").status_code == 422
        assert post(stranger, page, preview="1").status_code == 200

    assert statuses(stranger, page, 2) == [303, 303]


def test_behind_a_socket_without_addresses_strangers_are_limited_together_only(stranger):
    assert statuses(stranger, make_page(), 7, address="") == [303] * 5 + [429] * 2


def test_a_banned_person_is_told_reason_and_end_where_they_try_to_write(contributor):
    page = make_page()
    end = timezone.now() + timedelta(days=3)
    ban_person(contributor.person, by=make_moderator(), reason="Insults", ends_at=end)

    read = contributor.get(page.get_absolute_url()).content.decode()
    answer = post(contributor, page)

    for html in (read, answer.content.decode()):
        assert f"not write until {end.day} {end:%B %Y}" in html
        assert "Reason: Insults" in html
    assert answer.status_code == 403
    assert "Words number 0</textarea>" in answer.content.decode()


def test_a_stranger_from_a_banned_network_is_told_when_posting_and_reads_as_before(stranger):
    page = make_page()
    make_comment(page, "canaryword")
    ban_network(readable_network("203.0.113.0/24"), by=make_moderator(), reason="A flood")

    answer = post(stranger, page)

    assert answer.status_code == 403
    assert "Reason: A flood" in answer.content.decode()
    assert "canaryword" in stranger.get(page.get_absolute_url(), REMOTE_ADDR="203.0.113.1").content.decode()
    assert post(stranger, page, address="198.51.100.1").status_code == 303


def test_the_author_of_a_comment_is_banned_from_its_screen(moderator, contributor):
    page = make_page()
    by_account = make_comment(page, by=contributor.person)
    by_stranger = make_comment(page, address="203.0.113.7")

    def beside(comment):
        return moderator.get(f"/admin/comments/pagecomment/{comment.pk}/change/").content.decode()

    assert 'href="/admin/pages/ban/add/?who=contributor"' in beside(by_account)
    assert 'href="/admin/pages/ban/add/?who=203.0.113.7"' in beside(by_stranger)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no lock on the whole database")
def test_a_locked_database_answers_503_keeps_the_text_and_takes_no_turn(stranger):
    page = make_page()
    form = form_of(page, comment="Written with care")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    try:
        with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            answer = stranger.post(POST, form)
            other.execute("ROLLBACK")
    finally:
        connection.close()

    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "Written with care</textarea>" in answer.content.decode()
    assert stranger.post(POST, form).status_code == 303
    assert [len(times) for times in Allowance.objects.values_list("times", flat=True)] == [1, 1]
