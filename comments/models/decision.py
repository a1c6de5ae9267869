"""One act of a moderator, on one comment or on thousands."""

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from comments.models.page_comment import State


class Verb(models.TextChoices):
    """What a moderator did, in the words of the log."""

    APPROVE = "approve", _("approved")
    REJECT = "reject", _("rejected")
    SPAM = "spam", _("marked as spam")
    REMOVE = "remove", _("removed")
    HOLD = "hold", _("put back into the queue")
    UNDO = "undo", _("undone")


VERBS = {
    State.APPROVED: Verb.APPROVE,
    State.REJECTED: Verb.REJECT,
    State.SPAM: Verb.SPAM,
    State.REMOVED: Verb.REMOVE,
    State.PENDING: Verb.HOLD,
}


class DecisionQuerySet(models.QuerySet["Decision"]):
    def with_undoing(self) -> Self:
        """Decisions that know whether they have been undone, `is_undone`."""
        return self.annotate(is_undone=Exists(Decision.objects.filter(undoes=OuterRef("pk"))))


class Decision(models.Model):
    """Who decided what, when and why, on how many comments: what is undone as one.

    A `Verdict` for each comment belongs to it. Long ones are written in several transactions, so
    `comment_count` is raised with every one of them.
    """

    decided_by = models.ForeignKey(
        "pages.Contributor", on_delete=models.PROTECT, null=True, related_name="decisions"
    )
    decided_at = models.DateTimeField()
    verb = models.CharField("decision", max_length=8, choices=Verb.choices)
    before = models.CharField("was", max_length=8, choices=State.choices)
    after = models.CharField("became", max_length=8, choices=State.choices)
    reason = models.CharField(max_length=500, blank=True)
    is_told = models.BooleanField(
        "author told", default=False, help_text="Authors who left an address hear of it, with the reason."
    )
    comment_count = models.PositiveIntegerField("comments", default=0)
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="undone_by")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-decided_at", "-id"], name="decision_newest")]
        constraints = [
            models.CheckConstraint(condition=~Q(before=F("after")), name="decision_changes_a_state"),
        ]

    def __str__(self) -> str:
        noun = "comment" if self.comment_count == 1 else "comments"
        return f"{self.comment_count:,} {noun} {self.get_verb_display()}"
