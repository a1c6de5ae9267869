"""Write down all that is stored of a person."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from pages.actions.export_person import export_person
from pages.actions.find_person import NobodyFound, find_person


class Command(BaseCommand):
    help = "Print all that is stored of a person as JSON, comments of every state and drafts among it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name_or_email", help="user name, contributor's name, or e-mail address")

    def handle(self, *args: Any, name_or_email: str, **options: Any) -> None:
        try:
            found = export_person(find_person(name_or_email), by=None)
        except NobodyFound as nobody:
            raise CommandError(str(nobody)) from None
        self.stdout.write(json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
