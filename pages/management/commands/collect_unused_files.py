"""Take back the storage of files that no page needs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.template.defaultfilters import filesizeformat

from pages.actions.collect_files import GRACE, collect, unused


class Command(BaseCommand):
    help = (
        f"Find uploaded files that no revision and no draft mentions, or that were removed, all older than "
        f"{GRACE.days} days. Deletes nothing unless --delete is given."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delete", action="store_true", help="delete them for good")

    def handle(self, *args: Any, **options: Any) -> None:
        found = unused()
        for version in found.versions:
            self.stdout.write(f"{version.stored_name}  {version.attachment.page}: {version}")
        for name in found.strays:
            self.stdout.write(f"{name}  belongs to no page")
        size = filesizeformat(sum(version.size for version in found.versions))
        counts = f"{len(found.versions)} versions ({size}) and {len(found.strays)} stray files"
        if options["delete"]:
            collect(found)
            self.stdout.write(f"Deleted {counts}.")
        else:
            self.stdout.write(f"{counts} would be deleted: run this again with --delete.")
