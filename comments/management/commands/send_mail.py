"""Send what waits, for cron and for looking after a broken mail server."""

from typing import Any

from django.core.management.base import BaseCommand

from comments.notify import tell
from pages.models import OutgoingMail
from pages.notify import send_waiting, tell_all_watchers


class Command(BaseCommand):
    help = "Send the mail that is due. The task worker does it by itself, at once and again every minute."

    def handle(self, *args: Any, **options: Any) -> None:
        tell.call()
        tell_all_watchers()
        sent = send_waiting.call()
        waiting = OutgoingMail.objects.unfinished().count()
        self.stdout.write(f"{sent} mails sent, {waiting} wait for another attempt.")
