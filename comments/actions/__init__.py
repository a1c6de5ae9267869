"""What people do to comments: verbs, each one transaction."""

from comments.actions.decide import approve, hold, make_decision, mark_spam, reject, remove
from comments.actions.edit import EditedMeanwhile, edit
from comments.actions.flag import AlreadyFlagged, NotThere, flag
from comments.actions.follow import follow, follow_with, unfollow
from comments.actions.post import DiscussionClosed, ParentGone, draft, post, posted_before
from comments.actions.switch import switch
from comments.actions.undo import undo
from comments.actions.vote import can_vote, vote

__all__ = [
    "AlreadyFlagged",
    "DiscussionClosed",
    "EditedMeanwhile",
    "NotThere",
    "ParentGone",
    "approve",
    "can_vote",
    "draft",
    "edit",
    "flag",
    "follow",
    "follow_with",
    "hold",
    "make_decision",
    "mark_spam",
    "post",
    "posted_before",
    "reject",
    "remove",
    "switch",
    "undo",
    "unfollow",
    "vote",
]
