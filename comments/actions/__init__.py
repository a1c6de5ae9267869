"""What people do to comments: verbs, each one transaction."""

from comments.actions.decide import approve, hold, make_decision, mark_spam, reject, remove
from comments.actions.edit import EditedMeanwhile, edit
from comments.actions.post import DiscussionClosed, ParentGone, draft, post
from comments.actions.undo import undo

__all__ = [
    "DiscussionClosed",
    "EditedMeanwhile",
    "ParentGone",
    "approve",
    "draft",
    "edit",
    "hold",
    "make_decision",
    "mark_spam",
    "post",
    "reject",
    "remove",
    "undo",
]
