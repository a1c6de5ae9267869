"""The task worker of a site, with its clock."""

import logging
import time
from threading import Thread
from typing import Any

from django.db import DatabaseError, connection
from django_tasks_db.management.commands import db_worker

from wikisite.upkeep import tick

SECONDS_BETWEEN_TICKS = 60

logger = logging.getLogger(__name__)


class Command(db_worker.Command):
    help = (
        "Run tasks, and put those of the clock into the queue every minute. Options are those of db_worker."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        Thread(target=keep_time, name="clock", daemon=True).start()
        super().handle(*args, **options)


def keep_time() -> None:
    """Tick for ever. A database that is away is asked again a minute later."""
    while True:
        try:
            tick()
        except DatabaseError as error:
            logger.warning("The clock could not tick: %s", type(error).__name__)
        finally:
            connection.close()
        time.sleep(SECONDS_BETWEEN_TICKS)
