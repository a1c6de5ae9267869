"""The record of who decided what."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from comments.models import Verdict
from pages.admin.read_only import ReadOnlyAdmin
from pages.permissions import is_moderator


@admin.register(Verdict)
class VerdictAdmin(ReadOnlyAdmin):
    """Who decided what, when and why; to be read only."""

    list_display = ["decided_at", "decided_by", "before", "after", "reason", "comment"]
    list_select_related = ["decided_by", "comment"]
    list_filter = ["after"]
    ordering = ["-decided_at", "-id"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_moderator(request.user)
