"""When an outside address was asked, and with what outcome."""

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import models


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    def problems_since(self, urls: Collection[str], moment: datetime) -> dict[str, str]:
        """The outcome by address of those of `urls` that were asked after `moment`."""
        by_digest = {digest_of(url): url for url in urls}
        found = self.filter(digest__in=by_digest, checked_at__gte=moment)
        return {by_digest[digest]: problem for digest, problem in found.values_list("digest", "problem")}

    def note(self, url: str, problem: str, *, now: datetime) -> Any:
        fields = {"problem": problem, "checked_at": now}
        return self.update_or_create(digest=digest_of(url), defaults=fields)

    def forget_before(self, moment: datetime) -> int:
        return self.filter(checked_at__lt=moment).delete()[0]


class LinkCheck(models.Model):
    """One outside address by its hash: what a moderator takes out of a text must not stay here."""

    digest = models.CharField(max_length=64, primary_key=True)
    problem = models.CharField(max_length=20, blank=True)
    checked_at = models.DateTimeField(db_index=True)

    objects = LinkCheckQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.digest[:12]}: {self.problem or 'fine'}"


def digest_of(url: str) -> str:
    return sha256(url.encode()).hexdigest()
