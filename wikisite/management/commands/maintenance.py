"""Pause writing: before a move to another machine, a restore, an upgrade that takes long."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from wikisite.models import Maintenance

REASON = "Work on the site. It will not take long."


class Command(BaseCommand):
    help = (
        "Pause all writing while pages are read as before, or end the pause; without a word say what holds."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("state", nargs="?", choices=["on", "off"])
        parser.add_argument("--reason", default=REASON, help="what people are told, in a sentence or two")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["state"] == "on":
            values = {"since": timezone.now(), "reason": options["reason"][:300]}
            Maintenance.objects.update_or_create(pk=1, defaults=values)
        elif options["state"] == "off":
            Maintenance.objects.all().delete()
        pause = Maintenance.objects.first()
        self.stdout.write(
            f"Writing is paused since {pause.since:%Y-%m-%d %H:%M} UTC: {pause}"
            if pause
            else "Writing goes on."
        )
