"""Make an empty machine the site that a backup holds."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from pages.management.progress import Bar
from pages.models import Page, Revision
from wikisite.backup.archive import DamagedArchive, unpack
from wikisite.backup.databases import NAMES, ProgramFailed, replace_database
from wikisite.health import is_behind
from wikisite.preparation import reach_database

OURS = ("pages.", "comments.")


class Command(BaseCommand):
    help = "Put a backup into an empty database and DATA_DIR, bring it up to date, and prove it whole."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path, help="the file that `backup` wrote")

    def handle(self, *args: Any, **options: Any) -> None:
        reach_database()
        if "pages_page" in connection.introspection.table_names():
            raise CommandError(
                "There is a wiki already. Restore into another DATA_DIR, or another database that is empty."
            )
        try:
            with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix="restore-") as folder:
                self._put_back(options["backup"], Path(folder))
        except (OSError, ProgramFailed, DamagedArchive) as error:
            raise CommandError(f"Nothing was restored. {error}") from None

    def _put_back(self, backup: Path, folder: Path) -> None:
        about = unpack(backup, folder)
        self._refuse_what_does_not_fit(about)
        self._put_files_back(folder / "media")
        if (folder / "secret-key").exists():
            os.replace(folder / "secret-key", settings.DATA_DIR / "secret-key")
        replace_database(folder / NAMES[connection.vendor])
        if is_behind():
            call_command("migrate", interactive=False, verbosity=0)
        call_command("verify", stdout=self.stdout, stderr=self.stderr)
        found = {"pages": Page.objects.count(), "revisions": Revision.objects.count()}
        if any(about[name] != number for name, number in found.items()):
            raise CommandError(f"The backup had {about['pages']} pages and {about['revisions']} revisions.")
        self.stdout.write(self.style.SUCCESS(f"{found['pages']} pages of {about['made_at']} are back."))

    def _refuse_what_does_not_fit(self, about: dict[str, Any]) -> None:
        if about["database"] != connection.vendor:
            raise DamagedArchive(
                f"The backup is of {about['database']} and DATABASE_URL names {connection.vendor}."
            )
        known = {".".join(key) for key in MigrationLoader(None).disk_migrations}
        newer = sorted(name for name in set(about["migrations"]) - known if name.startswith(OURS))
        if newer:
            raise DamagedArchive(f"The backup is of a newer version of this software, which has {newer[0]}.")

    def _put_files_back(self, folder: Path) -> None:
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        bar = Bar(self.stdout, "files")
        for number, path in enumerate(files, start=1):
            name = path.relative_to(folder).as_posix()
            if not default_storage.exists(name):
                with path.open("rb") as content:
                    default_storage.save(name, File(content))
            bar(number, len(files))
