"""Limits: exact over any stretch of time, shared by all processes, naming nobody, and cheap to refuse by."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, connections
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from pages.models import Allowance
from pages.tests.factories import make_person
from pages.throttle import Limit, address_of, allow, forget_past, take, who_is

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
THREADS, TURNS, MOST = 8, 6, 10


def at(seconds):
    return NOON + timedelta(seconds=seconds)


def allowed(seconds, who="somebody", limit=3):
    return allow("vote", who, limit=limit, seconds=60, now=at(seconds))


@pytest.mark.django_db
def test_no_stretch_of_a_minute_holds_more_than_the_limit():
    taken = [second for second in range(0, 300, 7) if allowed(second)]

    for start in range(300):
        assert len([second for second in taken if start <= second < start + 60]) <= 3
    assert len(taken) == 15


@pytest.mark.django_db
def test_a_turn_comes_back_when_the_oldest_is_a_minute_old():
    assert [allowed(second) for second in (0, 10, 20, 59, 60, 61)] == [True, True, True, False, True, False]


@pytest.mark.django_db
def test_people_and_things_are_counted_apart():
    assert allowed(0, limit=1)
    assert not allowed(1, limit=1)
    assert allowed(1, who="somebody else", limit=1)
    assert allow("flag", "somebody", limit=1, seconds=60, now=at(1))


@pytest.mark.django_db
def test_of_several_limits_all_are_taken_or_none_and_the_longest_wait_is_told():
    minute, hour = Limit("comment", "x", 2, 60), Limit("comment", "x", 3, 3600)

    assert [take([minute, hour], now=at(second)) for second in (0, 1, 2)] == [0, 0, 58]
    assert take([minute, hour], now=at(70)) == 0
    assert take([minute, hour], now=at(80)) == 3520
    assert take([minute], now=at(80)) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("most", [0, 1])
def test_a_limit_of_nothing_allows_nothing(most):
    assert [allowed(0, limit=most), allowed(1, limit=most)] == [bool(most), False]


@pytest.mark.django_db
def test_refusing_costs_one_query():
    allowed(0, limit=1)

    with CaptureQueriesContext(connection) as queries:
        assert not allowed(1, limit=1)

    assert len(queries) == 1


@pytest.mark.django_db
def test_neither_an_address_nor_an_account_is_stored():
    allow("comment", who_is(AnonymousUser(), "203.0.113.77"), limit=1, seconds=60)

    assert "203.0.113" not in str(list(Allowance.objects.values_list()))
    assert len(Allowance.objects.get().key) == 64


@pytest.mark.django_db
def test_rows_that_limit_nobody_any_more_go_when_others_come():
    allowed(0)
    allowed(61, who="somebody else")

    assert Allowance.objects.count() == 1
    assert forget_past(now=at(200)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("203.0.113.7", "203.0.113.8", False),
        ("203.0.113.7", "::ffff:203.0.113.7", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ],
)
def test_strangers_are_told_apart_by_connection(one, other, is_same):
    nobody = AnonymousUser()

    assert (who_is(nobody, one) == who_is(nobody, other)) is is_same
    assert who_is(make_person(), one) != who_is(nobody, one)


@pytest.mark.parametrize(
    ("remote", "address"), [("::ffff:203.0.113.7", "203.0.113.7"), ("", None), ("unix:", None)]
)
def test_the_address_of_a_request_is_readable_or_none(remote, address):
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=remote)) == address


@pytest.mark.django_db(transaction=True)
def test_connections_that_ask_at_once_get_no_more_turns_than_there_are():
    start, taken = Barrier(THREADS), []

    def ask():
        start.wait()
        limits = [Limit("comment", "everybody", MOST, 3600), Limit("comment", "somebody", MOST, 60)]
        taken.extend(take(limits, now=NOON) for _ in range(TURNS))
        connections.close_all()

    threads = [Thread(target=ask) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(taken) == THREADS * TURNS
    assert taken.count(0) == MOST
