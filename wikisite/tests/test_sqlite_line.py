"""Writers of one process take turns in the order of asking; who leaves early lets the next one in."""

import threading
import time

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import OperationalError, connection, transaction

from wikisite.sqlite.line import Line

on_sqlite = pytest.mark.skipif(not settings.IS_SQLITE, reason="PostgreSQL locks rows, not the database")


def test_who_asks_first_goes_first() -> None:
    line, order = Line(), []
    assert line.enter(0)
    threads = []
    for number in range(20):
        threads.append(
            threading.Thread(target=lambda n=number: (line.enter(5), order.append(n), line.leave()))
        )
        threads[-1].start()
        while len(line._waiting) <= number:  # the next one asks when this one waits
            time.sleep(0.001)
    line.leave()
    for thread in threads:
        thread.join()
    assert order == list(range(20))


def test_who_waits_too_long_goes_away_and_holds_nobody_up() -> None:
    line = Line()
    assert line.enter(0)
    assert not line.enter(0.01)
    line.leave()
    assert line.enter(0)


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_fifty_transactions_at_once_are_all_stored_and_none_is_told_of_a_lock() -> None:
    start, errors = threading.Barrier(50), []

    def write(number: int) -> None:
        start.wait()
        try:
            for round_ in range(5):
                with transaction.atomic():
                    Group.objects.create(name=f"{number} {round_}")
        except OperationalError as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[number]) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert Group.objects.filter(name__contains=" ").count() == 250


@on_sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ending", ["commit", "rollback", "close", "broken"])
def test_however_a_transaction_ends_the_next_thread_may_write(ending: str) -> None:
    def write() -> None:
        try:
            with transaction.atomic():
                Group.objects.create(name="first")
                if ending == "rollback":
                    transaction.set_rollback(True)
                if ending == "broken":
                    raise RuntimeError
                if ending == "close":
                    connection.close()
        except RuntimeError:
            pass
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
    with transaction.atomic():
        Group.objects.create(name="second")
    assert Group.objects.filter(name="second").exists()


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_transaction_begun_after_the_commit_of_another_waits_for_nobody() -> None:
    """What is done on commit may write: the turn has ended by then."""
    with transaction.atomic():
        transaction.on_commit(lambda: Group.objects.create(name="on commit"))
        Group.objects.create(name="first")
    with transaction.atomic():
        Group.objects.create(name="second")
    assert Group.objects.filter(name__in=["on commit", "first", "second"]).count() == 3
