"""What we store of the conversation: nouns, one table a file with its QuerySet."""

from comments.models.comment_revision import CommentRevision
from comments.models.decision import Decision, Verb
from comments.models.discussion import Discussion, discussion_of
from comments.models.page_comment import (
    COMMENT_ID,
    COMMENTS_A_SCREEN,
    MAX_COMMENT_ID,
    MAX_DEPTH,
    PageComment,
    State,
)
from comments.models.ready_reason import ReadyReason
from comments.models.verdict import Verdict

__all__ = [
    "COMMENTS_A_SCREEN",
    "COMMENT_ID",
    "MAX_COMMENT_ID",
    "MAX_DEPTH",
    "CommentRevision",
    "Decision",
    "Discussion",
    "PageComment",
    "ReadyReason",
    "State",
    "Verb",
    "Verdict",
    "discussion_of",
]
