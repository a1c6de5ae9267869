"""Doors for people who comment: gerunds, one file a way of taking part."""

from comments.views.choosing_mail import choose, confirm, stop
from comments.views.posting import detail, post_comment, preview

__all__ = ["choose", "confirm", "detail", "post_comment", "preview", "stop"]
