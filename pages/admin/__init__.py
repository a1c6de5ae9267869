"""Pages, revisions, contributors and the log in the admin: to look at; bans."""

from pages.admin import bans, outbox, page, records

__all__ = ["bans", "outbox", "page", "records"]
