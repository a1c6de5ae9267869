"""Which discussions are open: one switch a page."""

import re
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.actions import switch
from comments.models import Discussion, Mode
from pages.actions.errors import NothingChanged
from pages.admin.read_only import ReadOnlyAdmin
from pages.permissions import is_moderator

PAGE_ID = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


def _switch_to(mode: Mode, label: Any) -> Any:
    @admin.action(description=label)
    def act(model_admin: Any, request: HttpRequest, chosen: QuerySet[Discussion]) -> None:
        done = sum(_switched(discussion, mode, request.user) for discussion in chosen.select_related("page"))
        model_admin.message_user(
            request,
            ngettext("%(count)d discussion switched.", "%(count)d discussions switched.", done)
            % {"count": done},
            messages.SUCCESS,
        )

    act.__name__ = f"switch_to_{mode.name.lower()}"
    return act


def _switched(discussion: Discussion, mode: Mode, person: Any) -> bool:
    try:
        switch(discussion.page, mode, by=person)
    except NothingChanged:
        return False
    return True


@admin.register(Discussion)
class DiscussionAdmin(ReadOnlyAdmin):
    """Discussions that somebody has commented in or switched, by the same action as the page's switch."""

    list_display = ["page", "mode", "approved_count", "open_page"]
    list_display_links = None
    list_select_related = ["page"]
    list_filter = ["mode"]
    search_fields = ["page__title"]
    ordering = ["page__title"]
    actions = [
        _switch_to(Mode.OPEN, _("Open: selected discussions")),
        _switch_to(Mode.READ_ONLY, _("Make read-only: selected discussions")),
        _switch_to(Mode.CLOSED, _("Close: selected discussions")),
    ]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """None, which is answered like any missing one, for a number that no key can have."""
        return super().get_object(request, object_id, from_field) if PAGE_ID.fullmatch(object_id) else None

    fields = readonly_fields = ("page", "mode", "approved_count")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_moderator(request.user)

    @admin.display(description=_("In the wiki"))
    def open_page(self, discussion: Discussion) -> SafeString:
        return format_html('<a href="{}#comments">Read</a>', discussion.page.get_absolute_url())
