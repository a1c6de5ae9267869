"""Which discussions are open: one switch a page."""

import re
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from comments.actions import switch
from comments.models import Discussion, Mode
from pages.actions.errors import NothingChanged
from pages.permissions import is_moderator

PAGE_ID = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


def _switch_to(mode: Mode, label: str) -> Any:
    @admin.action(description=label)
    def act(model_admin: Any, request: HttpRequest, chosen: QuerySet[Discussion]) -> None:
        done = sum(_switched(discussion, mode, request.user) for discussion in chosen.select_related("page"))
        model_admin.message_user(request, f"{done} discussions switched.", messages.SUCCESS)

    act.__name__ = f"switch_to_{mode.name.lower()}"
    return act


def _switched(discussion: Discussion, mode: Mode, person: Any) -> bool:
    try:
        switch(discussion.page, mode, by=person)
    except NothingChanged:
        return False
    return True


@admin.register(Discussion)
class DiscussionAdmin(admin.ModelAdmin):
    """Discussions that somebody has commented in or switched, by the same action as the page's switch."""

    list_display = ["page", "mode", "approved_count", "open_page"]
    list_display_links = None
    list_select_related = ["page"]
    list_filter = ["mode"]
    search_fields = ["page__title"]
    ordering = ["page__title"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    actions = [
        _switch_to(Mode.OPEN, "Open: selected discussions"),
        _switch_to(Mode.READ_ONLY, "Make read-only: selected discussions"),
        _switch_to(Mode.CLOSED, "Close: selected discussions"),
    ]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """None, which is answered like any missing one, for a number that no key can have."""
        return super().get_object(request, object_id, from_field) if PAGE_ID.fullmatch(object_id) else None

    fields = readonly_fields = ("page", "mode", "approved_count")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_moderator(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="In the wiki")
    def open_page(self, discussion: Discussion) -> SafeString:
        return format_html('<a href="{}#comments">Read</a>', discussion.page.get_absolute_url())
