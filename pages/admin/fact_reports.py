"""Readers' reports of outdated facts, newest first; decided on at /facts/outdated/."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from pages.admin.read_only import ReadOnlyAdmin
from pages.models import FactReport
from pages.permissions import is_moderator


@admin.register(FactReport)
class FactReportAdmin(ReadOnlyAdmin):
    """What was reported and decided, without the mark of who reported it."""

    list_display = ("created_at", "page", "key", "said", "state", "decided_by", "decided_at", "decide")
    list_display_links = None
    list_select_related = ("page", "decided_by")
    list_filter = ("state",)
    search_fields = ("page__title", "key", "said")
    ordering = ("-id",)
    fields = ("page", "key", "said", "created_at", "state", "decided_by", "decided_at")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_moderator(request.user)

    has_module_permission = has_view_permission

    @admin.display(description=_("In the wiki"))
    def decide(self, report: FactReport) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("pages:outdated_facts"), _("Outdated facts"))
