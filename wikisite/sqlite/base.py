"""The database backend: a transaction stands in its process's line from before BEGIN until it has ended."""

from collections import defaultdict

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from wikisite.sqlite.line import Line

_lines: defaultdict[str, Line] = defaultdict(Line)  # a database file's


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection belongs to one thread, and so does its place in the line.

    Transactions alone wait: they are IMMEDIATE, so each of them writes. Statements outside of one are short,
    and SQLite's own patience is enough for them.
    """

    _line: Line | None = None  # the one in which this connection has its turn

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc] # the stubs leave it out
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._end_turn()

    def _rollback(self) -> None:
        super()._rollback()  # type: ignore[misc]
        self._end_turn()

    def close(self) -> None:
        super().close()
        if self.connection is None:  # inside a transaction Django closes it later
            self._end_turn()

    def _take_turn(self) -> None:
        if self._line or self.is_in_memory_db():
            return
        line = _lines[str(self.settings_dict["NAME"])]
        if not line.enter(float(self.settings_dict["OPTIONS"]["timeout"])):
            raise OperationalError("database is locked: too many wait for their turn to write")
        self._line = line

    def _end_turn(self) -> None:
        if self._line:
            self._line.leave()
            self._line = None
