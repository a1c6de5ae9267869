"""Reasons that moderators need not type again."""

from django.db import models


class ReadyReason(models.Model):
    """A reason that is offered with every decision; a moderator chooses it or writes another."""

    text = models.CharField(
        max_length=500, unique=True, help_text="As its reader, the author, is to read it."
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="The lowest comes first.")

    class Meta:
        ordering = ["position", "text"]

    def __str__(self) -> str:
        return self.text
