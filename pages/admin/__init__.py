"""Pages, revisions, contributors and the log in the admin: to look at; texts are edited in the wiki."""

from pages.admin import outbox, page, records

__all__ = ["outbox", "page", "records"]
