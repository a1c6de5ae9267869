"""Pages, revisions, contributors and the log in the admin: to look at; bans."""

from pages.admin import bans, fact_reports, outbox, page, records

__all__ = ["bans", "fact_reports", "outbox", "page", "records"]
