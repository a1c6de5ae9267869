"""The rules of discussion, as one form."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comments.models import Rules
from comments.models.rules import THE_ONE
from pages.permissions import is_moderator


@admin.register(Rules)
class RulesAdmin(admin.ModelAdmin):
    """One row, which is shown with its defaults before anybody has saved it."""

    fieldsets = [
        (_("Before a comment appears"), {"fields": ["hold_all", "hold_strangers", "hold_until_approved"]}),
        (
            _("Comment moderation"),
            {"fields": ["max_links", "spam_hold_percent", "held_keys", "disallowed_keys", "flags_to_hold"]},
        ),
        (_("Other comment settings"), {"fields": ["close_after_days", "levels", "edit_minutes"]}),
        (_("Floods"), {"fields": ["comments_a_minute", "comments_an_hour", "strangers_a_minute"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_moderator(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_moderator(request.user)

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Rules | None:
        return Rules.objects.current() if object_id == str(THE_ONE) else None

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is no list of one."""
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        return HttpResponseRedirect(reverse("admin:comments_rules_change", args=[THE_ONE]))
