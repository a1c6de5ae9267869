"""Database connections of the edge's own, one a thread, which no request closes."""

import threading
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper


class OwnConnections:
    """A sqlite3 connection that threads share crashes the process, so each thread has one."""

    def __init__(self) -> None:
        self._here = threading.local()
        self._generation = 0

    def get(self) -> BaseDatabaseWrapper:
        """The thread's connection, open and outside of any transaction."""
        if getattr(self._here, "generation", None) != self._generation:
            self._here.connection = opened()
            self._here.cursor = self._here.connection.connection.cursor()
            self._here.generation = self._generation
        return self._here.connection

    def first_value(self, sql: str) -> Any:
        """What `sql` finds, by the driver's own cursor: Django's costs as much as the question."""
        with self.get().wrap_database_errors:
            return self._here.cursor.execute(sql).fetchall()[0][0]

    def drop(self) -> None:
        """Forget the thread's connection: it broke."""
        self._here.generation = None

    def drop_all(self) -> None:
        """Let every thread open a new one when it next asks."""
        self._generation += 1


def opened() -> BaseDatabaseWrapper:
    connection = connections.create_connection(DEFAULT_DB_ALIAS)
    connection.ensure_connection()  # its errors are Django's: connect() lets the driver's own through
    return connection
