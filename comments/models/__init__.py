"""What we store of the conversation: nouns, one table a file with its QuerySet."""

from comments.models.discussion import Discussion, discussion_of
from comments.models.follow import Follow
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
from comments.models.verdict import Verdict

__all__ = [
    "COMMENTS_A_SCREEN",
    "COMMENT_ID",
    "MAX_COMMENT_ID",
    "MAX_DEPTH",
    "Discussion",
    "Follow",
    "Kind",
    "MailChoice",
    "Moderation",
    "Notice",
    "PageComment",
    "State",
    "Verdict",
    "discussion_of",
    "mail_choice_of",
]
