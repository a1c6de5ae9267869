"""What a reader found wrong with a comment."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_FLAG_CHARS = 500


class FlagQuerySet(models.QuerySet["Flag"]):
    def trusted(self) -> Self:
        """Flags whose number holds a comment again: by people who were trusted when they set them."""
        return self.filter(is_trusted=True)

    def with_people(self) -> Self:
        """Newest first, with who set them."""
        return self.select_related("flagged_by").order_by("-pk")

    def since(self, moment: datetime | None) -> Self:
        return self.filter(flagged_at__gt=moment) if moment else self


class Flag(models.Model):
    """One reader's flag on one comment. `mark` tells readers apart; it names no address."""

    class Reason(models.TextChoices):
        SPAM = "spam", _("Spam or advertising")
        RUDE = "rude", _("Rude or hurtful")
        OFF_TOPIC = "off-topic", _("Off topic")
        OUTDATED = "outdated", _("Outdated or wrong")
        OTHER = "other", _("Something else")

    comment = models.ForeignKey(
        "comments.PageComment", on_delete=models.CASCADE, related_name="readers_flags"
    )
    reason = models.CharField(max_length=9, choices=Reason.choices)
    words = models.CharField(max_length=MAX_FLAG_CHARS, blank=True)
    flagged_by = models.ForeignKey(
        "pages.Contributor", on_delete=models.SET_NULL, null=True, related_name="flags"
    )
    mark = models.CharField(max_length=64)
    is_trusted = models.BooleanField(default=False)
    flagged_at = models.DateTimeField()

    objects = FlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "mark"], name="flag_once_a_reader"),
            models.CheckConstraint(
                condition=models.Q(reason__in=["spam", "rude", "off-topic", "outdated", "other"]),
                name="flag_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["-flagged_at", "-id"], name="flag_newest")]

    def __str__(self) -> str:
        return str(self.get_reason_display())
