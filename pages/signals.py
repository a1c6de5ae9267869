"""The only news that pages sends upward; each is sent after the transaction has been committed."""

from django.dispatch import Signal

page_edited = Signal()  # page, revision: a page has a new current revision (its first one too)
page_renamed = Signal()  # page, old_slug
page_deleted = Signal()  # page
page_restored = Signal()  # page
page_protected = Signal()  # page
revision_suppressed = Signal()  # page, revision
