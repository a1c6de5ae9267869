"""What a load balancer asks: is this process alive, and can it serve?"""

import logging
import tempfile
from collections.abc import Callable
from functools import cache as remember

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


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

    A part's error goes to the log only: it may name hosts and folders.
    """
    parts = {name: _state(name, prove) for name, prove in PARTS.items()}
    status = "ok" if set(parts.values()) == {"ok"} else "failed"
    return JsonResponse({"status": status, **parts}, status=200 if status == "ok" else 503)


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


PARTS: dict[str, Callable[[], None]] = {
    "database": _prove_database,
    "cache": _prove_cache,
    "migrations": _prove_migrations,
    "disk": _prove_disk,
}
