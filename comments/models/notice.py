"""What people are still to be told of a comment, and what they were told."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comments.models.page_comment import State


class Kind(models.TextChoices):
    """Each is told once a comment, however often its state changes; the value is the state it is true in."""

    WAITING = State.PENDING.value, _("Waits, for moderators")
    SHOWN = State.APPROVED.value, _("Can be read, for its parent's author and followers")
    REFUSED = State.REJECTED.value, _("Was rejected, for its author")
    REMOVED = State.REMOVED.value, _("Was removed, for its author")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def untold(self) -> Self:
        """What is due: still true, on a page that is still there. The oldest first."""
        is_true = Q(comment__state=models.F("kind"), comment__page__deleted_at=None)
        return self.filter(is_true, told_at=None).order_by("pk")

    def locked(self) -> Self:
        """Rows of one worker; another one takes others. On SQLite the IMMEDIATE transaction is the lock."""
        return self.select_for_update(of=("self",), skip_locked=True)


class Notice(models.Model):
    """One piece of news, written in the transaction that makes it true. What is told is read afterwards."""

    comment = models.ForeignKey("comments.PageComment", on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    told_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "kind"], name="notice_once")]
        indexes = [models.Index(fields=["id"], name="notice_untold", condition=Q(told_at=None))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.comment_id}"
