"""What the task worker does with mail, done at once."""

from typing import Any

from django.core import mail

from comments.notify import tell
from pages.notify import send_waiting


def deliver() -> list[Any]:
    """Tell and send what is due; return the messages that left by it."""
    before = len(mail.outbox)
    tell.call()
    send_waiting.call()
    return mail.outbox[before:]
