"""A person's decision on a comment."""

from django.db import models

from comments.models.page_comment import State


class Verdict(models.Model):
    """Who decided what on a comment, when and why. Never changed; the newest one explains the state."""

    comment = models.ForeignKey("comments.PageComment", on_delete=models.CASCADE, related_name="verdicts")
    decided_by = models.ForeignKey(
        "pages.Contributor", on_delete=models.PROTECT, null=True, related_name="verdicts"
    )
    decided_at = models.DateTimeField()
    before = models.CharField("was", max_length=8, choices=State.choices)
    after = models.CharField("became", max_length=8, choices=State.choices)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-decided_at", "-id"], name="verdict_newest")]

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"
