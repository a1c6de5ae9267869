"""The secret address at which a person's watchlist is a feed."""

import secrets
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

TOKEN_BYTES = 32


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


class WatchFeedQuerySet(models.QuerySet["WatchFeed"]):
    def of(self, person: Any) -> Self:
        return self.filter(person=person)

    def opened_by(self, token: str) -> Self:
        """The feed of this token, while its person's account is on."""
        return self.filter(token=token, person__is_active=True)

    def renew(self, person: Any, *, now: datetime) -> "WatchFeed":
        """Give a person's watchlist a new secret address; the one before leads nowhere from now on."""
        return self.update_or_create(person=person, defaults={"token": new_token(), "made_at": now})[0]


class WatchFeed(models.Model):
    """Feed programs cannot sign in: who knows the token may read what the person watches."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="watch_feed"
    )
    token = models.CharField(max_length=43, unique=True, default=new_token)
    made_at = models.DateTimeField(default=timezone.now)

    objects = WatchFeedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Feed of {self.person}"

    def get_absolute_url(self) -> str:
        return reverse("pages:watchlist_feed", args=[self.token])
