"""What a load balancer asks: is this process alive, and can it serve?"""

import logging
import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from functools import cache as remember

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)


LEAST_FREE_BYTES = 64 * 2**20
TASKS_START_WITHIN = timedelta(minutes=10)
NO_SUCH_FILE = "health-asks-for-what-is-not-there"


class NotReady(Exception):
    """A part does not do what it must; `str(error)` says what."""


class NotMigrated(DatabaseError):
    """The database is older than the code."""


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Answer 200 as long as the process answers at all."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when every part works, else 503; the body names each part as `ok` or `failed`.

    Tasks that wait make it `degraded` and 200: pages are read and saved without them, and taking all servers
    out of use would end that. A part's error goes to the log only: it may name hosts and folders.
    """
    parts = {name: _state(name, prove) for name, prove in PARTS.items()}
    failed = {name for name, state in parts.items() if state == "failed"}
    status = "ok" if not failed else "degraded" if failed <= DISPENSABLE else "failed"
    return JsonResponse({"status": status, **parts}, status=503 if status == "failed" else 200)


def is_behind() -> bool:
    """Whether the database lacks migrations of this code."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _state(name: str, prove: Callable[[], None]) -> str:
    try:
        prove()
    except Exception as error:  # a part may fail in any way: the answer is the same
        logger.error("Not ready, %s: %s", name, error)
        return "failed"
    return "ok"


def _prove_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _prove_cache() -> None:
    cache.get("health")


@remember
def _prove_migrations() -> None:
    """Raise until every migration is applied; remembered from then on, as code and past do not change."""
    if is_behind():
        raise NotMigrated("Migrations are missing: run manage.py migrate.")


def _prove_disk() -> None:
    with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
        file.write(b"health")
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < LEAST_FREE_BYTES:
        raise NotReady(f"{free:,} bytes are free.")


def _prove_storage() -> None:
    default_storage.exists(NO_SUCH_FILE)


def _prove_tasks() -> None:
    """The oldest task that may run has not waited long: a worker is at work."""
    since = timezone.now() - TASKS_START_WITHIN
    if DBTaskResult.objects.ready().filter(enqueued_at__lt=since).exists():
        raise NotReady(f"A task waits since before {since:%H:%M} UTC: does a task worker run?")


PARTS: dict[str, Callable[[], None]] = {
    "database": _prove_database,
    "cache": _prove_cache,
    "migrations": _prove_migrations,
    "disk": _prove_disk,
    "storage": _prove_storage,
    "tasks": _prove_tasks,
}
DISPENSABLE = {"tasks"}
