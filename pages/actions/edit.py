"""Make a page's next revision."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from pages.actions.append import append
from pages.actions.errors import BaseMissing, EditConflict, NothingChanged
from pages.actions.rename import rename
from pages.models import Page, Revision
from pages.permissions import can_edit
from pages.rendering import render_source
from pages.text.titles import clean_title


def edit(
    page: Page,
    body: str,
    *,
    by: Any,
    base: int | None,
    summary: str = "",
    is_minor: bool = False,
    title: str | None = None,
    now: datetime | None = None,
) -> Revision:
    """Save `body` as the revision after `base`, the number of the revision that the person started from.

    Raises `BaseMissing` without a base, `EditConflict` where the page has moved on, `NothingChanged`,
    `PermissionDenied`, `TitleTaken`, or a `Refusal` of title or text; then nothing was saved.
    """
    if base is None:
        raise BaseMissing("This form does not say which revision it started from.")
    new_title = clean_title(title) if title is not None else page.title
    source, now = render_source(body), now or timezone.now()
    with transaction.atomic():
        page = Page.objects.locked().get(pk=page.pk)
        if not can_edit(by, page):
            raise PermissionDenied("You may not edit this page.")
        current = page.current
        if current is None or current.number != base:
            raise EditConflict(current) if current else BaseMissing("This page has no revision yet.")
        if new_title != page.title:
            rename(page, new_title, by=by, now=now)
            page.refresh_from_db(fields=["title", "slug"])
            if body == current.text:
                return current
        if body == current.text:
            raise NothingChanged("The text is the same as the current revision's.")
        return append(page, body, source, by=by, summary=summary, is_minor=is_minor, now=now)
