"""A database as one file, taken while people write, and put back: by SQLite's copying or by pg_dump."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

PAGES_A_STEP = 2_000
LAST_LINES = 3
Progress = Callable[[int, int], None]
NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


class ProgramFailed(Exception):
    """pg_dump or pg_restore is missing or failed; `str(error)` is a sentence with its own last words."""


@contextmanager
def snapshot() -> Iterator[str]:
    """What is read inside is the database of one moment, whatever others write; nobody waits for it.

    The value is what PostgreSQL calls the snapshot, for another connection to see the same.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # not Django's IMMEDIATE: that would keep writers out
            try:
                cursor.execute("SELECT 1 FROM django_migrations")  # the first read takes the moment
                yield ""
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            yield str(cursor.fetchone()[0])


def copy_database(target: Path, moment: str, progress: Progress) -> None:
    """Write the database as `snapshot` shows it into `target`; `progress` hears (done, total)."""
    if connection.vendor == "sqlite":
        _copy_sqlite(target, progress)
    else:
        _dump_postgresql(target, moment, progress)


def replace_database(source: Path) -> None:
    """Make the empty database that of the file."""
    if connection.vendor == "sqlite":
        place = Path(settings.DATABASES["default"]["NAME"])
        connection.close()
        for rest in ("-wal", "-shm"):
            place.with_name(place.name + rest).unlink(missing_ok=True)
        source.replace(place)
    else:
        options = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
        connection.close()
        _run("pg_restore", [*options, f"--dbname={_name()}", str(source)], lambda line: None)


def _copy_sqlite(target: Path, progress: Progress) -> None:
    """The connection that copies holds the snapshot, so no writer makes the copying begin again."""
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(
            copy, pages=PAGES_A_STEP, progress=lambda _, left, total: progress(total - left, total)
        )
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        found = copy.execute("PRAGMA quick_check").fetchone()[0]
    if found != "ok":
        raise ProgramFailed(f"The database file is damaged: {found}")


def _dump_postgresql(target: Path, moment: str, progress: Progress) -> None:
    total, done = len(connection.introspection.table_names()), 0

    def hear(line: str) -> None:
        nonlocal done
        if "dumping contents of table" in line:
            done += 1
            progress(done, max(total, done))

    # Comments on extensions belong to a superuser, who does not restore.
    options = ["--format=custom", "--no-owner", "--no-privileges", "--no-comments", "--verbose"]
    _run("pg_dump", [*options, f"--snapshot={moment}", f"--file={target}", f"--dbname={_name()}"], hear)


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _run(program: str, options: Sequence[str], hear: Callable[[str], None]) -> None:
    """Run one of PostgreSQL's programs on our database; `hear` gets each line that it says."""
    path = shutil.which(program)
    if path is None:
        raise ProgramFailed(
            f"{program} is not on this machine: install PostgreSQL's client programs (postgresql-client)."
        )
    lines: list[str] = []
    with subprocess.Popen(  # noqa: S603 - the name is ours, and so are the options
        [path, *_whereabouts(), *options],
        env={**os.environ, **_secrets()},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    ) as running:
        for line in running.stderr or ():
            lines.append(line.strip())
            hear(line)
    if running.returncode:
        raise ProgramFailed(f"{program} failed: {' / '.join(lines[-LAST_LINES:])}")


def _whereabouts() -> list[str]:
    parts = connection.settings_dict
    options = {"--username": parts["USER"], "--host": parts["HOST"], "--port": parts["PORT"]}
    return [*(f"{option}={value}" for option, value in options.items() if value), "--no-password"]


def _secrets() -> dict[str, Any]:
    """The password, and how the connection is encrypted, as Django's own `dbshell` hands them on."""
    _, variables = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    return variables or {}
