"""A ban: who may not write, why, and until when."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pages.text.networks import Network, readable_network, span

MAX_REASON_CHARS = 500


class BanQuerySet(models.QuerySet["Ban"]):
    def in_force(self, now: datetime | None = None) -> Self:
        now = now or timezone.now()
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=now), lifted_at=None)

    def of_address(self, address: str | None) -> Self:
        """Bans of networks that hold the address; none where it is not known."""
        network = readable_network(address or "")
        if network is None:
            return self.none()
        first, _last = span(network)
        return self.filter(person=None, first__lte=first, last__gte=first)

    def longest(self) -> "Ban | None":
        """The one that ends last, one for good before all others."""
        return self.order_by(models.F("ends_at").desc(nulls_first=True), "-id").first()


class Ban(models.Model):
    """One decision that somebody, or whoever sits in a network without an account, may read only."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="bans"
    )
    network = models.CharField(max_length=43, blank=True)
    first = models.CharField(max_length=32, blank=True, editable=False)
    last = models.CharField(max_length=32, blank=True, editable=False)
    reason = models.CharField(max_length=MAX_REASON_CHARS)
    banned_by = models.ForeignKey("pages.Contributor", on_delete=models.PROTECT, null=True, related_name="+")
    banned_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True, help_text="Empty: for good.")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        "pages.Contributor", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = BanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None) & ~Q(network="") | Q(person__isnull=False, network=""),
                name="ban_of_a_person_or_a_network",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="ban_has_a_reason"),
        ]
        indexes = [models.Index(fields=["first", "last"], name="ban_network")]

    def __str__(self) -> str:
        return self.network or str(self.person)

    @property
    def says(self) -> str:
        """What the banned person is told where they try to write."""
        words: dict[str, Any] = {"reason": self.reason}
        if self.ends_at is None:
            return _("You may read here, but not write. Reason: %(reason)s") % words
        words["end"] = date_format(timezone.localtime(self.ends_at), "j F Y, H:i")
        return _("You may read here, but not write until %(end)s (UTC). Reason: %(reason)s") % words

    def is_in_force(self, now: datetime) -> bool:
        return self.lifted_at is None and (self.ends_at is None or self.ends_at > now)

    def cover(self, network: Network) -> None:
        self.network = str(network)
        self.first, self.last = span(network)
