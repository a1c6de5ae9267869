"""Compress the texts of every page's history, fifty revisions to a group."""

from typing import Any

from django.core.management.base import BaseCommand

from pages.models import Page
from pages.models.text_group import group_texts, groups


class Command(BaseCommand):
    help = (
        "Compress each complete group of 50 revisions. The background task does so after every 50th "
        "revision; this catches up on what it missed. It can be stopped at any moment and started again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        for page in Page.objects.order_by("pk").iterator():
            smaller = sum(group_texts(page, first) for first in groups(page))
            total += smaller
            if smaller:
                self.stdout.write(f"{page.title}: {smaller} texts")
        self.stdout.write(self.style.SUCCESS(f"{total} texts take less room now."))
