"""The first administrator of a new site."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.management.commands import createsuperuser
from django.core.management import call_command

from wikisite.health import is_behind
from wikisite.preparation import reach_database


class Command(createsuperuser.Command):
    help = (
        "Ask for the name, e-mail address and password of an administrator; the address counts as confirmed."
    )

    def get_input_data(self, field: Any, message: str, default: Any = None) -> Any:
        """Ask once; None makes the command ask again, as it does for an address it cannot read."""
        value = super().get_input_data(field, message, default)
        if field.name == "email" and value == "":
            self.stderr.write("An administrator needs an e-mail address: a lost password comes back by mail.")
            return None
        return value

    def handle(self, *args: Any, **options: Any) -> None:
        reach_database()
        if is_behind():
            call_command("migrate", interactive=False, verbosity=0)
        people = get_user_model()._default_manager
        known = set(people.values_list("pk", flat=True))
        super().handle(*args, **options)
        for person in people.exclude(pk__in=known):
            # Whoever sits at the server's terminal has shown more than a mailbox would.
            EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
