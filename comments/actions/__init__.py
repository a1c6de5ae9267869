"""What people do to comments: verbs, each one transaction."""

from comments.actions.decide import approve, hold, mark_spam, reject, remove
from comments.actions.edit import EditedMeanwhile, edit
from comments.actions.post import DiscussionClosed, ParentGone, draft, post

__all__ = [
    "DiscussionClosed",
    "EditedMeanwhile",
    "ParentGone",
    "approve",
    "draft",
    "edit",
    "hold",
    "mark_spam",
    "post",
    "reject",
    "remove",
]
