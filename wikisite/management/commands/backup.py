"""Write the whole site into one file, while people read and write."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from pages.actions.verify import problems
from pages.management.progress import Bar
from pages.models import Page, Revision
from wikisite.backup.archive import DamagedArchive, Writer, unpack, whole_file
from wikisite.backup.databases import NAMES, ProgramFailed, copy_database, snapshot

PATTERN = "wikisite-*.tar.zst"


class Command(BaseCommand):
    help = "Write database, files and secret key into one file for `restore`. People can go on writing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, help="folder of the backups; DATA_DIR/backups without it")
        parser.add_argument("--keep", type=int, metavar="N", help="then delete all but the newest N backups")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["to"] or settings.DATA_DIR / "backups"
        if options["keep"] is not None and options["keep"] < 1:
            raise CommandError("--keep must be 1 or more: a site without a backup is what it shall prevent.")
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            target = folder / f"wikisite-{timezone.now():%Y%m%d-%H%M%S}.tar.zst"
            self._write(target)
            unpack(target, None)
        except (OSError, ProgramFailed, DamagedArchive) as error:
            raise CommandError(f"No backup was made. {error}") from None
        self.stdout.write(
            self.style.SUCCESS(f"{target}: {target.stat().st_size:,} bytes, read back and whole.")
        )
        for old in sorted(folder.glob(PATTERN))[: -options["keep"]] if options["keep"] else []:
            old.unlink()
            self.stdout.write(f"{old} deleted.")

    def _write(self, target: Path) -> None:
        """The database first: whatever it names then is among the files, which are never changed."""
        with (
            tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder,
            whole_file(target) as file,
        ):
            writer = Writer(file)
            copy = Path(folder) / NAMES[connection.vendor]
            with snapshot() as moment:
                about = self._verified()
                copy_database(copy, moment, Bar(self.stdout, "database"))
            for name, path in [(copy.name, copy), ("secret-key", settings.DATA_DIR / "secret-key")]:
                if path.exists():
                    with path.open("rb") as content:
                        writer.add(name, content, path.stat().st_size)
            self._add_files(writer)
            writer.close(about)

    def _verified(self) -> dict[str, Any]:
        """What the backup says of itself. Raises `CommandError` for a history that is not whole."""
        revisions = Revision.objects.count()
        bar = Bar(self.stdout, "history")
        found = list(problems(lambda checked: bar(checked, revisions)))
        if found:
            raise CommandError(f"No backup was made. The history is not whole: {found[0]}")
        return {
            "made_at": timezone.now().isoformat(timespec="seconds"),
            "database": connection.vendor,
            "pages": Page.objects.count(),
            "revisions": revisions,
            "migrations": sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations()),
        }

    def _add_files(self, writer: Writer) -> None:
        names = sorted(stored_files())
        bar = Bar(self.stdout, "files")
        for number, name in enumerate(names, start=1):
            with default_storage.open(name) as content:
                writer.add(f"media/{name}", content, content.size)
            bar(number, len(names))


def stored_files(folder: str = "") -> Iterator[str]:
    """Names of all files that people uploaded, with their folders."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # nobody has uploaded anything
        return
    yield from (f"{folder}{name}" for name in files)
    for name in folders:
        yield from stored_files(f"{folder}{name}/")
