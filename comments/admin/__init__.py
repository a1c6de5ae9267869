"""Doors for moderators: the queue, one comment, the decisions with their verdicts, the ready reasons."""

from comments.admin.decision_log import DecisionAdmin, ReadyReasonAdmin
from comments.admin.queue import PageCommentAdmin
from comments.admin.verdicts import VerdictAdmin

__all__ = ["DecisionAdmin", "PageCommentAdmin", "ReadyReasonAdmin", "VerdictAdmin"]
