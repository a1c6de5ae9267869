"""Forget drafts that nobody brought back."""

from typing import Any

from django.core.management.base import BaseCommand

from pages.actions.discard_draft import forget_drafts


class Command(BaseCommand):
    help = "Delete drafts that were discarded more than 30 days ago. Run it once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{forget_drafts()} discarded drafts forgotten.")
