"""Doors for people who comment: gerunds, one file a way of taking part."""

from comments.views.choosing_mail import choose, confirm, stop
from comments.views.editing import edit_comment, texts
from comments.views.flagging import flag_comment
from comments.views.posting import detail, post_comment, preview
from comments.views.switching import switch_discussion
from comments.views.taking_part import follow_page, follow_thread, vote_on_comment

__all__ = [
    "choose",
    "confirm",
    "detail",
    "edit_comment",
    "flag_comment",
    "follow_page",
    "follow_thread",
    "post_comment",
    "preview",
    "stop",
    "switch_discussion",
    "texts",
    "vote_on_comment",
]
