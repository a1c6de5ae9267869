"""What was mailed and what waits: to be read by administrators, because it shows addresses."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from pages.admin.read_only import ReadOnlyAdmin
from pages.models import OutgoingMail


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnlyAdmin):
    """Never the text: it may hold the link to a new password."""

    list_display = ("made_at", "to", "subject", "tries", "next_try_at", "sent_at", "failed_at", "error")
    search_fields = ("to", "subject")
    ordering = ("-made_at", "-id")
    fields = ("to", "subject", "made_at", "tries", "next_try_at", "sent_at", "failed_at", "error")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    has_module_permission = has_view_permission
