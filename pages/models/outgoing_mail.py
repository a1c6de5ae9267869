"""Mail that waits in the database until a mail server has taken it."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

MAX_TRIES = 11  # the last one a day and a half after the first
FIRST_WAIT = timedelta(minutes=2)
LEASE = timedelta(minutes=5)  # longer than EMAIL_TIMEOUT lets one attempt last
MAX_SUBJECT_CHARS = 200


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def unfinished(self) -> Self:
        return self.filter(sent_at=None, failed_at=None)

    def due(self, now: datetime) -> Self:
        """What is to be tried now, the oldest first."""
        return self.unfinished().filter(next_try_at__lte=now).order_by("next_try_at", "pk")

    def expired(self, now: datetime) -> Self:
        """Sent or given up so long ago that nobody asks any more."""
        limit = now - timedelta(days=settings.KEEP_MAIL_DAYS)
        return self.filter(Q(sent_at__lt=limit) | Q(failed_at__lt=limit))


class OutgoingMail(models.Model):
    """One mail to one address. `key` says what it is about, never to whom: the same news is written once.

    A row is claimed by a compare-and-swap of `tries`, sent outside any transaction, and emptied of its words
    when the server has taken it.
    """

    key = models.CharField(max_length=120, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=MAX_SUBJECT_CHARS)
    text = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = "outgoing mail"
        verbose_name_plural = "outgoing mail"
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(sent_at=None, failed_at=None), name="mail_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def message_id(self) -> str:
        """The same at every attempt: mail programs show one where a server got it twice (RFC 5322, 3.6.4)."""
        return f"<{self.pk}.{int(self.made_at.timestamp())}@{settings.SITE_HOST}>"

    def claim(self, now: datetime) -> bool:
        """Take the row for one attempt; False where another worker was quicker.

        A worker that dies with it leaves it to others after the lease.
        """
        rows = OutgoingMail.objects.unfinished().filter(pk=self.pk, tries=self.tries, next_try_at__lte=now)
        self.tries += 1
        return bool(rows.update(tries=self.tries, next_try_at=now + LEASE))

    def mark_sent(self, now: datetime) -> None:
        """Keep that it was sent, and no word of it: it may have held the key to an account."""
        self._mine().update(sent_at=now, text="", headers={}, error="")

    def mark_failed(self, error: str, now: datetime) -> None:
        """Try again after 2, 4, 8 ... minutes; give up after the last attempt."""
        if self.tries >= MAX_TRIES:
            self._mine().update(failed_at=now, text="", headers={}, error=error[:200])
        else:
            wait = FIRST_WAIT * 2 ** (self.tries - 1)
            self._mine().update(next_try_at=now + wait, error=error[:200])

    def _mine(self) -> OutgoingMailQuerySet:
        """Nothing where the lease ran out and another worker has the row."""
        return OutgoingMail.objects.unfinished().filter(pk=self.pk, tries=self.tries)
