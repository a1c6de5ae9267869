"""Prove that the history is whole."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pages.actions.verify import notices, problems


class Command(BaseCommand):
    help = "Check every revision's text, number, parent, time, summary and minor mark against its hash."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for problem in problems(self._progress):
            self.stderr.write(self.style.ERROR(problem))
            found += 1
        for notice in notices():
            self.stdout.write(notice)
        if found:
            raise CommandError(f"{found} problem{'s' if found > 1 else ''} found.")
        self.stdout.write(self.style.SUCCESS(f"{self.checked} revisions verified: the history is whole."))

    checked = 0

    def _progress(self, checked: int) -> None:
        self.checked = checked
        if checked % 1000 == 0:
            self.stdout.write(f"{checked} revisions checked")
