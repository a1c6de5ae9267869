"""Revisions, contributors, redirects and the log: records that nobody changes here."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from pages.admin.read_only import ReadOnlyAdmin
from pages.models import Contributor, LogEntry, Redirect, Revision, UnreadableText


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    list_display = ("page", "number", "author", "created_at", "summary", "is_minor", "size", "size_change")
    list_select_related = ("page", "author")
    list_filter = ("is_minor",)
    search_fields = ("page__title", "summary", "author__name")
    ordering = ("-created_at", "-id")
    fields = (
        "page",
        "number",
        "author",
        "created_at",
        "summary",
        "is_minor",
        "size",
        "size_change",
        "reverted_to",
        "sha256",
        "source",
    )

    @admin.display(description=_("Hash"))
    def sha256(self, revision: Revision) -> str:
        return bytes(revision.hash).hex()

    @admin.display(description=_("Text"))
    def source(self, revision: Revision) -> SafeString:
        try:
            text = revision.text
        except UnreadableText as gone:
            return format_html("{}", str(gone))
        return format_html('<pre class="revision-source" tabindex="0">{}</pre>', text)


@admin.register(Contributor)
class ContributorAdmin(ReadOnlyAdmin):
    list_display = ("name", "user", "joined_at")
    list_select_related = ("user",)
    search_fields = ("name",)
    ordering = ("name",)


@admin.register(Redirect)
class RedirectAdmin(ReadOnlyAdmin):
    list_display = ("slug", "page")
    list_select_related = ("page",)
    search_fields = ("slug", "page__title")
    ordering = ("slug",)


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "actor", "verb", "about", "reason", "edit")
    list_select_related = ("actor", "page")
    list_filter = ("verb",)
    search_fields = ("page_title", "reason", "actor__name")
    ordering = ("-created_at", "-id")
    readonly_fields = ("edit",)

    @admin.display(description=_("Edit"))
    def edit(self, entry: LogEntry) -> str:
        """A link to the revision that the entry is about, where it is about one."""
        number = entry.details.get("revision")
        if not (entry.page and isinstance(number, int)):
            return "-"
        address = reverse("pages:revision", args=[entry.page.slug, number])
        return format_html('<a href="{}">revision {}</a>', address, number)
