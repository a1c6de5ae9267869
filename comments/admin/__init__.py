"""Doors for moderators: the queue, one comment, decisions with their verdicts, rules, flags, discussions."""

from comments.admin.decision_log import DecisionAdmin, ReadyReasonAdmin
from comments.admin.discussions import DiscussionAdmin
from comments.admin.flags import FlagAdmin
from comments.admin.queue import PageCommentAdmin
from comments.admin.rules import RulesAdmin
from comments.admin.verdicts import VerdictAdmin

__all__ = [
    "DecisionAdmin",
    "DiscussionAdmin",
    "FlagAdmin",
    "PageCommentAdmin",
    "ReadyReasonAdmin",
    "RulesAdmin",
    "VerdictAdmin",
]
