"""Load the guide that comes with the software."""

from typing import Any

from django.core.management.base import BaseCommand

from pages.transfer.guide import load


class Command(BaseCommand):
    help = "Load the guide “Flask and its alternatives”. A page that people edited is left as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        for loaded in load():
            self.stdout.write(f"{loaded.title}: {loaded.outcome}")
