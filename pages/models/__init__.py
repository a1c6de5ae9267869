"""What we store: nouns, one table a file with its QuerySet."""

from pages.models.allowance import Allowance
from pages.models.attachment import Attachment, AttachmentVersion, Kind, keep_file
from pages.models.ban import Ban
from pages.models.blame import PageBlame
from pages.models.broken_link import BrokenLink
from pages.models.contributor import Contributor, contributor_of
from pages.models.day_count import DayCount
from pages.models.draft import Draft
from pages.models.fact import Fact
from pages.models.fact_report import FactReport, ReportState
from pages.models.link import PageLink
from pages.models.link_check import LinkCheck
from pages.models.log_entry import LogEntry
from pages.models.orphaned_page import OrphanedPage
from pages.models.outgoing_mail import MAX_SUBJECT_CHARS, OutgoingMail
from pages.models.page import HOME_SLUG, Page, Protection
from pages.models.page_tag import PageTag
from pages.models.redirect import Redirect
from pages.models.rendering import PageRendering
from pages.models.revision import MAX_SUMMARY_CHARS, Revision, TextSuppressed, next_revision
from pages.models.revision_text import RevisionText, UnreadableText, remove_text, store_text
from pages.models.search_document import SearchDocument
from pages.models.suppression import Part, Suppression
from pages.models.tag import Tag
from pages.models.visit import Visit
from pages.models.wanted_page import WantedPage
from pages.models.watch import Watch, Watching
from pages.models.watch_feed import WatchFeed
from pages.models.watch_mail import WatchMail, When

__all__ = [
    "HOME_SLUG",
    "MAX_SUBJECT_CHARS",
    "MAX_SUMMARY_CHARS",
    "Allowance",
    "Attachment",
    "AttachmentVersion",
    "Ban",
    "BrokenLink",
    "Contributor",
    "DayCount",
    "Draft",
    "Fact",
    "FactReport",
    "Kind",
    "LinkCheck",
    "LogEntry",
    "OrphanedPage",
    "OutgoingMail",
    "Page",
    "PageBlame",
    "PageLink",
    "PageRendering",
    "PageTag",
    "Part",
    "Protection",
    "Redirect",
    "ReportState",
    "Revision",
    "RevisionText",
    "SearchDocument",
    "Suppression",
    "Tag",
    "TextSuppressed",
    "UnreadableText",
    "Visit",
    "WantedPage",
    "Watch",
    "WatchFeed",
    "WatchMail",
    "Watching",
    "When",
    "contributor_of",
    "keep_file",
    "next_revision",
    "remove_text",
    "store_text",
]
