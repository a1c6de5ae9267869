"""The outbox: mail is written with the change that it tells of, and sent by the task worker."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from pages.atom import absolute
from pages.models import MAX_SUBJECT_CHARS, OutgoingMail

try:
    from django.tasks import task
except ImportError:  # Django 5.2
    from django_tasks import task  # type: ignore[no-redef]

logger = logging.getLogger(__name__)

MAILS_A_RUN = 200
# RFC 3834 and what mailing-list software sends: vacation answers keep away.
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def compose(
    template: str,
    *,
    key: str,
    to: str,
    context: dict[str, Any],
    person: Any = None,
    headers: dict[str, str] | None = None,
) -> OutgoingMail:
    """Make a mail, not stored yet, from `templates/mail/<template>.txt`: its first line is the subject."""
    site = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
    subject, _, text = render_to_string(f"mail/{template}.txt", {**site, **context}).strip().partition("\n")
    return OutgoingMail(
        key=key,
        person=person,
        to=to,
        subject=one_line(subject),
        text=f"{text.strip()}\n",
        headers=headers or {},
    )


def queue_mails(mails: Iterable[OutgoingMail]) -> None:
    """Put mails into the outbox, in the transaction of the act they tell of. A known key is left as it is.

    The task is a row of the same transaction: the worker meets it when the mails are there.
    """
    waiting = list(mails)
    if waiting:
        OutgoingMail.objects.bulk_create(waiting, ignore_conflicts=True)
        send_waiting.enqueue()


@task()
def send_waiting() -> int:
    """Send what is due; return how many mails a server took. A refused one waits for its next attempt."""
    return sum(_send(mail) for mail in OutgoingMail.objects.due(timezone.now())[:MAILS_A_RUN])


def forget_mails(*, now: datetime | None = None) -> int:
    """Delete what was sent or given up before KEEP_MAIL_DAYS; returns how many."""
    return OutgoingMail.objects.expired(now or timezone.now()).delete()[0]


def one_line(text: str) -> str:
    """A header's value: no name that somebody chose starts a header of its own."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:MAX_SUBJECT_CHARS]


def link_to(name: str, *args: object) -> str:
    """The address of the view `name`, whole, as a mail needs it."""
    return absolute(reverse(name, args=args))


def one_click(address: str) -> dict[str, str]:
    """Headers that let a mail program stop a kind of mail by one click of its own (RFC 2369, RFC 8058)."""
    if not address:
        return {}
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _send(mail: OutgoingMail) -> bool:
    if not mail.claim(timezone.now()):
        return False
    try:
        _message(mail).send()
    except Exception as error:  # whatever a mail server does, the other mails go on
        # Its text may hold the address, which has no place in a log.
        reason = f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
        logger.warning("Mail %s was not sent, attempt %s: %s", mail.pk, mail.tries, reason)
        mail.mark_failed(reason, timezone.now())
        return False
    mail.mark_sent(timezone.now())
    return True


def _message(mail: OutgoingMail) -> EmailMessage:
    headers = {**AUTOMATIC, **mail.headers, "Message-ID": mail.message_id}
    return EmailMessage(mail.subject, mail.text, None, [mail.to], headers=headers)
