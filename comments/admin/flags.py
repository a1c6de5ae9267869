"""Readers' flags, newest first."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from comments.models import Flag
from pages.admin.read_only import ReadOnlyAdmin
from pages.permissions import is_moderator


@admin.register(Flag)
class FlagAdmin(ReadOnlyAdmin):
    """What readers found wrong with which comment; to be read only."""

    list_display = ["flagged_at", "reason", "words", "flagged_by", "is_trusted", "said", "state"]
    list_display_links = None
    list_select_related = ["flagged_by", "comment"]
    list_filter = ["reason", "is_trusted", "comment__state"]
    search_fields = ["words", "comment__comment"]
    ordering = ["-flagged_at", "-id"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_moderator(request.user)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["comment", "reason", "words", "flagged_by", "is_trusted", "flagged_at"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_readonly_fields(request, obj)  # the mark tells nobody anything

    @admin.display(description=_("comment"))
    def said(self, flag: Flag) -> SafeString:
        url = reverse("admin:comments_pagecomment_change", args=[flag.comment_id])
        return format_html('<a href="{}">{}</a>', url, flag.comment)

    @admin.display(description=_("is now"))
    def state(self, flag: Flag) -> str:
        return str(flag.comment.get_state_display())
