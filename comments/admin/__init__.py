"""Doors for moderators: the queue, one comment, verdicts, rules, flags, and which discussions are open."""

from comments.admin.discussions import DiscussionAdmin
from comments.admin.flags import FlagAdmin
from comments.admin.queue import PageCommentAdmin
from comments.admin.rules import RulesAdmin
from comments.admin.verdicts import VerdictAdmin

__all__ = ["DiscussionAdmin", "FlagAdmin", "PageCommentAdmin", "RulesAdmin", "VerdictAdmin"]
