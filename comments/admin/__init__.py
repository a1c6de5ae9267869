"""Doors for moderators: the queue, one comment, the verdicts."""

from comments.admin.queue import PageCommentAdmin
from comments.admin.verdicts import VerdictAdmin

__all__ = ["PageCommentAdmin", "VerdictAdmin"]
