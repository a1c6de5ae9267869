"""The task worker of a site, with its clock."""

import logging
import os
import signal
import time
from threading import Thread
from typing import Any

from django.core.management.base import CommandParser
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django_tasks_db.management.commands import db_worker

from wikisite.upkeep import tick

SECONDS_BETWEEN_TICKS = 60
SECONDS_BETWEEN_ATTEMPTS = 2

logger = logging.getLogger(__name__)


class Command(db_worker.Command):
    help = (
        "Run tasks, and put those of the clock into the queue every minute. Options are those of db_worker."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--parent", type=int, help="end in order when this process is gone")

    def handle(self, *args: Any, **options: Any) -> None:
        Thread(target=keep_time, name="clock", daemon=True).start()
        if parent := options.pop("parent"):
            Thread(target=leave_with, args=[parent], name="parent", daemon=True).start()
        while not self._works_to_its_end(*args, **options):
            time.sleep(SECONDS_BETWEEN_ATTEMPTS)

    def _works_to_its_end(self, *args: Any, **options: Any) -> bool:
        """Run tasks; False where the database went away. Dying of it would take the web server along."""
        try:
            super().handle(*args, **options)
        except (OperationalError, InterfaceError) as error:
            logger.warning("The task worker waits for the database: %s", type(error).__name__)
            connection.close()
            return False
        return True


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


def leave_with(parent: int) -> None:
    """Stop this process once it has another parent: the signal of the system for it was seen to fail."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
