"""Let other pages name a renamed page by its new title."""

from typing import Any

from django.core.exceptions import PermissionDenied

from pages.actions.edit import edit
from pages.actions.errors import BaseMissing, EditConflict, NothingChanged
from pages.models import Page
from pages.permissions import can_edit
from pages.text.refusals import Refusal
from pages.text.retarget import retarget

MAX_PAGES_AT_ONCE = 200


def rewrite_links(page: Page, *, by: Any) -> tuple[int, int]:
    """Rewrite links to the old names of `page` in at most 200 pages that `by` may edit, each by an edit.

    Returns how many pages were edited and how many still use an old name; their links lead to the page all
    the same. Raises `PermissionDenied` for somebody who may not edit `page`.
    """
    if not can_edit(by, page):
        raise PermissionDenied("You may not edit this page.")
    names = list(page.redirects.values_list("slug", flat=True))
    sources = Page.objects.linking_to_old_names_of(page).with_current().order_by("-updated_at", "-pk")
    edited = sum(_rewrite(source, page, names, by=by) for source in sources[:MAX_PAGES_AT_ONCE])
    return edited, Page.objects.linking_to_old_names_of(page).count()


def _rewrite(source: Page, page: Page, names: list[str], *, by: Any) -> bool:
    """Whether `source` was edited: what cannot be is left alone, its links work."""
    before = source.current.text
    after = before
    for name in names:
        after = retarget(after, name, page.title)
    if after == before:
        return False
    summary = f"Links lead to “{page.title}”"
    try:
        edit(source, after, by=by, base=source.current.number, summary=summary, is_minor=True)
    except (BaseMissing, EditConflict, NothingChanged, PermissionDenied, Refusal):
        return False
    return True
