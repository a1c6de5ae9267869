"""A person's decision on a comment."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef

from comments.models.page_comment import State


class VerdictQuerySet(models.QuerySet["Verdict"]):
    def standing(self) -> Self:
        """Those on comments that nobody has decided on since."""
        later = Verdict.objects.filter(comment=OuterRef("comment"), pk__gt=OuterRef("pk"))
        return self.exclude(Exists(later))


class Verdict(models.Model):
    """Who decided what on a comment, when and why. Never changed; the newest one explains the state."""

    decision = models.ForeignKey(
        "comments.Decision",
        on_delete=models.PROTECT,
        null=True,
        related_name="verdicts",
        help_text="The act that it belongs to; none for those from before acts were kept.",
    )
    comment = models.ForeignKey("comments.PageComment", on_delete=models.CASCADE, related_name="verdicts")
    decided_by = models.ForeignKey(
        "pages.Contributor", on_delete=models.PROTECT, null=True, related_name="verdicts"
    )
    decided_at = models.DateTimeField()
    before = models.CharField("was", max_length=8, choices=State.choices)
    after = models.CharField("became", max_length=8, choices=State.choices)
    reason = models.CharField(max_length=500, blank=True)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-decided_at", "-id"], name="verdict_newest")]

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"
