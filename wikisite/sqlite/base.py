"""The database backend: a transaction stands in its process's line from before BEGIN until it has ended."""

from collections import defaultdict

from django.db.backends.sqlite3 import base, features
from django.db.utils import OperationalError

from wikisite.sqlite.line import Line

_lines: defaultdict[str, Line] = defaultdict(Line)  # a database file's


class DatabaseFeatures(features.DatabaseFeatures):
    """Django tries out in a transaction whether SQLite knows JSON, and remembers a No as long as it runs.

    Where another process held the write lock at that moment, pages could not be read until the next start.
    """

    supports_json_field = True  # SQLite 3.38 and newer cannot be without it; FTS5 is needed as well


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection belongs to one thread, and so does its place in the line.

    Transactions alone wait: they are IMMEDIATE, so each of them writes. Statements outside of one are short,
    and SQLite's own patience is enough for them.
    """

    features_class = DatabaseFeatures
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
