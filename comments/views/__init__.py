"""Doors for people who comment: gerunds, one file a way of taking part."""

from comments.views.posting import detail, post_comment, preview

__all__ = ["detail", "post_comment", "preview"]
