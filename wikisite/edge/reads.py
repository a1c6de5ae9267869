"""What an answer read of the database, to be read again when something there has changed."""

import sys
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

READING = ("SELECT", "(SELECT", "WITH")
STATEMENT_BYTES = 200  # the texts themselves are shared by all answers of a view


class Reads:
    """The statements that were run while an answer was made; an execute wrapper (Django's term).

    An answer is made of the address, the code and these alone. As long as they find the same, it is the same:
    most commits change one page, and all others are spared their rendering, without anybody naming what a
    page depends on.
    """

    def __init__(self) -> None:
        self._statements: list[tuple[str, Any]] = []
        self._are_repeatable = True
        self.size = 0

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        if many or not sql.startswith(READING):
            self._are_repeatable = False
        else:
            self._statements.append((sys.intern(sql), params))
            self.size += STATEMENT_BYTES + len(repr(params))
        return execute(sql, params, many, context)

    def outcome(self, connection: BaseDatabaseWrapper) -> bytes | None:
        """A hash of all that the statements find now; None where they did more than read."""
        if not self._are_repeatable:
            return None
        digest = blake2b(digest_size=16)
        with connection.cursor() as cursor:
            for sql, params in self._statements:
                cursor.execute(sql, params)
                digest.update(repr(cursor.fetchall()).encode("utf-8", "surrogatepass"))
        return digest.digest()
