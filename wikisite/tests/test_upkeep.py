"""The clock: each minute and each day once, and what it forgets."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from comments.models import PageComment, State
from comments.tests.factories import make_comment
from pages.models import OutgoingMail, Page
from pages.notify import queue_mails
from pages.tests.factories import make_page
from wikisite.upkeep import each_day, each_minute, tick

pytestmark = pytest.mark.django_db


def tasks() -> list[str]:
    return sorted(
        path.rpartition(".")[2] for path in DBTaskResult.objects.values_list("task_path", flat=True)
    )


def test_the_clock_queues_each_minute_unless_it_waits_and_each_day_once():
    today = timezone.now().replace(hour=9)
    for minutes in range(3):
        with time_machine.travel(today + timedelta(minutes=minutes)):
            tick()
    assert tasks() == ["each_day", "each_minute"]

    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=timezone.now())
    with time_machine.travel(today + timedelta(days=1)):
        tick()
    assert tasks() == ["each_day", "each_day", "each_minute", "each_minute"]


def test_each_minute_sends_what_a_killed_worker_left():
    queue_mails([OutgoingMail(key="about:1", to="ada@mail.example", subject="News", text="Words")])
    DBTaskResult.objects.all().delete()

    each_minute.call()

    assert OutgoingMail.objects.get().sent_at


def test_each_day_drops_ip_addresses_of_the_time_before_and_keeps_later_ones(settings):
    settings.KEEP_ADDRESSES_DAYS = 90
    page = make_page()
    old, new = (
        make_comment(page, address="192.0.2.1"),
        make_comment(page, address="192.0.2.2", state=State.SPAM),
    )
    PageComment.objects.filter(pk=old.pk).update(submit_date=timezone.now() - timedelta(days=91))
    PageComment.objects.filter(pk=new.pk).update(submit_date=timezone.now() - timedelta(days=89))

    each_day.call()

    assert dict(PageComment.objects.values_list("pk", "ip_address")) == {old.pk: None, new.pk: "192.0.2.2"}


def test_each_day_forgets_sessions_tasks_and_cached_rows_that_are_over(contributor: Client):
    cache.set("over", "words", 1)
    cache.set("good", "words", 10**7)
    queue_mails([OutgoingMail(key="about:1", to="ada@mail.example", subject="News", text="Words")])
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=timezone.now())
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        each_day.call()

    assert contributor.get("/drafts/").status_code == 302
    assert not DBTaskResult.objects.exists()
    if "Database" in type(cache._connections[cache._alias]).__name__:
        with connection.cursor() as cursor:
            cursor.execute("SELECT cache_key FROM wikisite_cache")
            assert [key.rpartition(":")[2] for (key,) in cursor.fetchall()] == ["good"]


def test_the_commands_for_cron_say_what_they_did(capsys):
    queue_mails([OutgoingMail(key="about:1", to="ada@mail.example", subject="News", text="Words")])

    call_command("send_mail")
    call_command("forget_addresses")

    assert capsys.readouterr().out == "1 mails sent, 0 wait for another attempt.\n0 addresses forgotten.\n"


def test_the_worker_sends_by_its_clock_what_a_killed_one_had_claimed(
    run_manage: Any,
) -> None:
    """A real worker on a site of its own; mail is printed there."""
    assert run_manage("migrate", "-v0").returncode == 0
    claimed = """
from datetime import timedelta
from django.utils import timezone
from pages.models import OutgoingMail
ago = timezone.now() - timedelta(minutes=1)
OutgoingMail.objects.create(key="a", to="ada@mail.example", subject="News", text="Words", tries=1,
                            next_try_at=ago)
"""
    assert run_manage("shell", "-v0", "-c", claimed).returncode == 0

    printed = run_manage("work", "--queue-name=*", "--no-reload", "--max-tasks=2").stdout

    assert "Subject: News\n" in printed
    assert "Message-ID: <1." in printed


def test_a_fact_that_turns_amber_by_age_makes_stored_copies_of_its_page_stale_and_of_those_that_show_it():
    facts = "---\nkind: runtime\nlicense: MIT\nchecked: 2026-05-01\n---\n"
    aged, fresh = make_page("Aged", facts), make_page("Fresh", facts.replace("2026-05", "2026-11"))
    shows = make_page("Shows", "::: compare aged+fresh\n:::\n")
    before = dict(Page.objects.values_list("pk", "cache_version"))
    with time_machine.travel("2026-10-29T03:00:00Z", tick=False):  # 180 days later
        each_day.call()
    raised = {pk for pk, version in Page.objects.values_list("pk", "cache_version") if version > before[pk]}
    assert raised == {aged.pk, shows.pk}
    assert fresh.pk not in raised
