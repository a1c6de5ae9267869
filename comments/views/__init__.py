"""Doors for people who comment: gerunds, one file a way of taking part."""

from comments.views.posting import detail, post_comment, preview
from comments.views.taking_part import follow_page, follow_thread, vote_on_comment

__all__ = ["detail", "follow_page", "follow_thread", "post_comment", "preview", "vote_on_comment"]
