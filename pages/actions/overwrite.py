"""Leave no byte behind of what was deleted, as far as the database is ours to command."""

from django.db import connection


def overwrite_what_is_deleted() -> None:
    """SQLite only unlinks deleted bytes unless told so: https://sqlite.org/pragma.html#pragma_secure_delete

    The settings tell every connection of the site; this is for one that somebody else opened.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def empty_the_journal() -> bool:
    """Write SQLite's write-ahead log back and cut it: the bytes stand there too.

    False where a reader holds it just now; the site's clock does it again each day.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return True
    with connection.cursor() as cursor:
        is_busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_busy
