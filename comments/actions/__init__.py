"""What people do to comments: verbs, each one transaction."""

from comments.actions.decide import approve, hold, mark_spam, reject, remove
from comments.actions.follow import follow, follow_with, unfollow
from comments.actions.post import DiscussionClosed, ParentGone, draft, post

__all__ = [
    "DiscussionClosed",
    "ParentGone",
    "approve",
    "draft",
    "follow",
    "follow_with",
    "hold",
    "mark_spam",
    "post",
    "reject",
    "remove",
    "unfollow",
]
