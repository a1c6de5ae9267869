"""The log of decisions, from which any of them is undone; and the reasons offered with them."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.admin.deciding import answer, undo_one
from comments.models import Decision, ReadyReason
from pages.admin.read_only import ReadOnlyAdmin
from pages.permissions import is_moderator


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    """Who decided what, when and why, on how many comments; undone from here at any time."""

    list_display = ["verb", "on_comments", "undoing", "decided_by", "decided_at", "reason", "is_told"]
    list_display_links = None
    list_select_related = ["decided_by"]
    list_filter = ["verb"]
    search_fields = ["reason", "decided_by__name"]
    sortable_by = ()
    ordering = ["-decided_at", "-id"]

    class Media:
        css = {"all": ["css/moderation.css"]}

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_moderator(request.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        return super().get_queryset(request).with_undoing()  # type: ignore[attr-defined]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.method == "POST" and "undo" in request.POST:
            if not self.has_view_permission(request):
                raise PermissionDenied
            return answer(request, undo_one(request), request.get_full_path())
        return super().changelist_view(request, {"title": _("Decisions"), **(extra_context or {})})

    @admin.display(description=gettext_lazy("comments"))
    def on_comments(self, decision: Decision) -> SafeString:
        verdicts = f"{reverse('admin:comments_verdict_changelist')}?decision__id__exact={decision.pk}"
        return format_html('<a href="{}">{}</a>', verdicts, f"{decision.comment_count:,}")

    @admin.display(description=gettext_lazy("undo"))
    def undoing(self, decision: Any) -> str | SafeString:
        if decision.is_undone:
            return _("Undone")
        return format_html(
            '<button class="button" name="undo" value="{}">{}'
            '<span class="visually-hidden">: {}</span></button>',
            decision.pk,
            _("Undo"),
            decision,
        )


@admin.register(ReadyReason)
class ReadyReasonAdmin(admin.ModelAdmin):
    """The reasons that are offered with every decision."""

    list_display = ["text", "position"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
