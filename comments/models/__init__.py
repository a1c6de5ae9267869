"""What we store of the conversation: nouns, one table a file with its QuerySet."""

from comments.models.clue_count import ClueCount
from comments.models.comment_revision import CommentRevision
from comments.models.decision import Decision, Verb
from comments.models.discussion import Discussion, Mode, discussion_of
from comments.models.flag import Flag
from comments.models.follow import Follow
from comments.models.lesson import Lesson
from comments.models.mail_choice import MailChoice, Moderation, mail_choice_of
from comments.models.notice import Kind, Notice
from comments.models.page_comment import (
    COMMENT_ID,
    COMMENTS_A_SCREEN,
    MAX_COMMENT_ID,
    MAX_DEPTH,
    PageComment,
    State,
)
from comments.models.ready_reason import ReadyReason
from comments.models.rules import Rules
from comments.models.verdict import Verdict
from comments.models.vote import Vote

__all__ = [
    "COMMENTS_A_SCREEN",
    "COMMENT_ID",
    "MAX_COMMENT_ID",
    "MAX_DEPTH",
    "ClueCount",
    "CommentRevision",
    "Decision",
    "Discussion",
    "Flag",
    "Follow",
    "Kind",
    "Lesson",
    "MailChoice",
    "Mode",
    "Moderation",
    "Notice",
    "PageComment",
    "ReadyReason",
    "Rules",
    "State",
    "Verb",
    "Verdict",
    "Vote",
    "discussion_of",
    "mail_choice_of",
]
