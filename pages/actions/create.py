"""Make a page."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from pages.actions.append import append
from pages.actions.check_edit import check_edit
from pages.actions.errors import refuse_taken
from pages.actions.save_draft import forget_saved
from pages.derived import recount_links
from pages.models import Page, Redirect
from pages.permissions import can_create
from pages.rendering import render_source
from pages.text.titles import clean_title, slugify


def create(
    title: str,
    body: str,
    *,
    by: Any,
    summary: str = "",
    slug: str = "",
    draft: int | None = None,
    now: datetime | None = None,
) -> Page:
    """Make a page with its first revision. The draft of it, told by its title or numbered `draft`, goes.

    `by` is None for the software itself. Raises `PermissionDenied`, `TitleTaken` or a `Refusal`.
    """
    if by is not None and not can_create(by):
        raise PermissionDenied("Confirm your address to write pages.")
    title, now = clean_title(title), now or timezone.now()
    slug, source = slug or slugify(title), render_source(body)
    refuse_taken(slug)
    try:
        with transaction.atomic():
            # A new page has more right to its name than an old one.
            renamed_before = Redirect.objects.give_up(slug)
            page = Page.objects.create(slug=slug, title=title, created_at=now, updated_at=now)
            revision = append(page, body, source, by=by, summary=summary, now=now)
            check_edit(page, revision, before="", text=body, by=by, now=now)
            forget_saved(page, by=by, draft=draft)
            Page.objects.linking_to(slug).raise_cache_version()
            recount_links({slug, *renamed_before})
    except IntegrityError:
        refuse_taken(slug)  # somebody made it since we looked
        raise
    return page
