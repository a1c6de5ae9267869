"""What a site does by the clock: mail that waits each minute, forgetting each day."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from comments.actions.forget_addresses import forget_addresses
from comments.notify import tell, write_digests
from pages.actions.discard_draft import forget_drafts
from pages.actions.overwrite import empty_the_journal
from pages.derived import count_days, show_what_came_due
from pages.notify import forget_mails, send_waiting, task, write_watch_digests
from pages.search import index_stale

KEEP_TASKS_DAYS = 7
PAGES_INDEXED_A_MINUTE = 1_000


@task()
def each_minute() -> None:
    """What a killed worker left, what is to be tried again, and pages that an older program indexed."""
    tell.call()
    send_waiting.call()
    index_stale(PAGES_INDEXED_A_MINUTE)


@task()
def each_day() -> None:
    """Each part can run twice a day without harm: digests have a key, and what is forgotten is gone."""
    for do in DAILY:
        do()
    send_waiting.call()


def tick(now: datetime | None = None) -> None:
    """Put the tasks that are due into the queue, unless they are there; called every minute."""
    now = now or timezone.now()
    known = DBTaskResult.objects.filter(task_path__in=[each_minute.module_path, each_day.module_path])
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if not known.filter(task_path=each_day.module_path, enqueued_at__gte=today).exists():
        each_day.enqueue()
    if not known.ready().filter(task_path=each_minute.module_path).exists():
        each_minute.enqueue()


def forget_tasks() -> None:
    call_command("prune_db_task_results", min_age_days=KEEP_TASKS_DAYS, queue_name="*", verbosity=0)


def forget_sessions() -> None:
    call_command("clearsessions")


def forget_cached() -> None:
    """The database cache deletes what is too old only where the same key is asked for again."""
    if isinstance(caches["default"], DatabaseCache):
        table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [_as_stored(timezone.now())])  # noqa: S608


def _as_stored(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment.replace(tzinfo=None, microsecond=0))


DAILY: list[Callable[[], Any]] = [
    write_digests,
    write_watch_digests,
    show_what_came_due,
    count_days,
    forget_addresses,
    forget_mails,
    forget_drafts,
    forget_sessions,
    forget_cached,
    forget_tasks,
    empty_the_journal,
]
