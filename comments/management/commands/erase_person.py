"""Erase a person's data."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from comments.actions.erase_person import comments_of, erase_person
from pages.actions.erase_person import NotErasable, mentions
from pages.actions.find_person import NobodyFound, find_person


class Command(BaseCommand):
    help = "Erase the account, name, addresses, drafts and mail of a person; edits and threads stay, unnamed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name_or_email", help="user name, contributor's name, or e-mail address")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, name_or_email: str, yes: bool, **options: Any) -> None:
        try:
            person = find_person(name_or_email)
            self.stdout.write(self._what(person))
            if not yes and input("This cannot be undone. Type the name or address again: ") != name_or_email:
                raise CommandError("Nothing was erased.")
            is_clean = erase_person(person, by=None)
        except (NobodyFound, NotErasable) as refused:
            raise CommandError(str(refused)) from None
        self._overwrite_dead_rows()
        if not is_clean:
            self.stderr.write("Somebody reads just now: the last bytes leave SQLite's journal within a day.")
        for place in mentions(person):
            self.stdout.write(f"The address still stands in {place}: remove it there if it must go.")
        self.stdout.write(self.style.SUCCESS("Erased."))

    def _what(self, person: Any) -> str:
        account = person.account.get_username() if person.account else "none"
        return f"Account: {account}. Comments: {comments_of(person).count()}."

    def _overwrite_dead_rows(self) -> None:
        if connection.vendor == "postgresql" and not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM")
