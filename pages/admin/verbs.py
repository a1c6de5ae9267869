"""What moderators do to several pages at once, with one reason, through the same actions as the wiki."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _

from pages.actions.delete import delete
from pages.actions.errors import NothingChanged, ReasonMissing
from pages.actions.protect import protect
from pages.actions.restore import restore
from pages.forms import MAX_REASON_CHARS
from pages.models import Page, Protection

MAX_NAMES = 5


class ReasonForm(ActionForm):
    """The bar above the list: what to do with the chosen pages, and why."""

    reason = forms.CharField(required=False, max_length=MAX_REASON_CHARS, label="Reason")


@admin.action(description=_("Delete: selected pages"))
def delete_pages(pages_admin: Any, request: HttpRequest, chosen: QuerySet[Page]) -> None:
    _each(pages_admin, request, chosen, "deleted", delete)


@admin.action(description=_("Restore: selected pages"))
def restore_pages(pages_admin: Any, request: HttpRequest, chosen: QuerySet[Page]) -> None:
    _each(pages_admin, request, chosen, "restored", restore)


@admin.action(description=_("Protect for trusted contributors: selected pages"))
def protect_for_trusted(pages_admin: Any, request: HttpRequest, chosen: QuerySet[Page]) -> None:
    _protect(pages_admin, request, chosen, Protection.TRUSTED)


@admin.action(description=_("Protect for moderators: selected pages"))
def protect_for_moderators(pages_admin: Any, request: HttpRequest, chosen: QuerySet[Page]) -> None:
    _protect(pages_admin, request, chosen, Protection.MODERATORS)


@admin.action(description=_("Take the protection away: selected pages"))
def unprotect(pages_admin: Any, request: HttpRequest, chosen: QuerySet[Page]) -> None:
    _protect(pages_admin, request, chosen, Protection.NONE)


VERBS = [delete_pages, restore_pages, protect_for_trusted, protect_for_moderators, unprotect]


def _protect(pages_admin: Any, request: HttpRequest, chosen: QuerySet[Page], level: Protection) -> None:
    def act(page: Page, *, by: Any, reason: str) -> None:
        protect(page, level, by=by, reason=reason)

    _each(pages_admin, request, chosen, "protected" if level else "open to all contributors", act)


def _each(
    pages_admin: Any, request: HttpRequest, chosen: QuerySet[Page], done: str, act: Callable[..., None]
) -> None:
    """Do it page by page: one that cannot be is named and keeps nobody from the others."""
    reason = request.POST.get("reason", "")[:MAX_REASON_CHARS]
    acted, left = [], []
    for page in chosen:
        try:
            act(page, by=request.user, reason=reason)
        except ReasonMissing as missing:
            pages_admin.message_user(request, str(missing), messages.ERROR)
            return
        except (NothingChanged, PermissionDenied):
            left.append(page.title)
        else:
            acted.append(page.title)
    if acted:
        pages_admin.message_user(request, f"{_names(acted)}: {done}.", messages.SUCCESS)
    if left:
        pages_admin.message_user(request, f"{_names(left)}: left as it was.", messages.WARNING)


def _names(titles: list[str]) -> str:
    more = len(titles) - MAX_NAMES
    quoted = [f"“{title}”" for title in titles[:MAX_NAMES]]
    return get_text_list([*quoted, f"{more} more"] if more > 0 else quoted, "and")
