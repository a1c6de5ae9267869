"""Forget old IP addresses."""

from typing import Any

from django.core.management.base import BaseCommand

from comments.actions.forget_addresses import forget_addresses


class Command(BaseCommand):
    help = "Drop the IP addresses of comments older than KEEP_ADDRESSES_DAYS. The task worker does it daily."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{forget_addresses()} addresses forgotten.")
