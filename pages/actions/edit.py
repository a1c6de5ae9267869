"""Make a page's next revision, merged with whatever was saved since the person began."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from pages.actions.append import append
from pages.actions.check_edit import check_edit
from pages.actions.errors import BaseMissing, EditConflict, NothingChanged
from pages.actions.rename import rename
from pages.actions.save_draft import forget_saved
from pages.models import Page, Revision
from pages.permissions import can_edit
from pages.rendering import RenderedSource, render_source
from pages.text.merge import merge
from pages.text.titles import clean_title

MAX_RACES = 3


@dataclass(frozen=True)
class Proposal:
    """What a save would write as the revision after `parent`, merged and rendered."""

    parent: Revision
    text: str
    source: RenderedSource


def edit(
    page: Page,
    body: str,
    *,
    by: Any,
    base: int | None,
    summary: str = "",
    is_minor: bool = False,
    title: str | None = None,
    section: str = "",
    draft: int | None = None,
    now: datetime | None = None,
) -> Revision:
    """Save `body`, which was made from revision `base`, together with what others saved since.

    `title` None leaves the title as it is. The person's draft over `base` goes, that of `section` where
    only that was typed into, and the one numbered `draft`.
    Raises `BaseMissing` without a base that exists, `EditConflict` where two changes clash, `NothingChanged`,
    `PermissionDenied`, `TitleTaken`, or a `Refusal` of title or text; then nothing was saved.
    """
    new_title, now = clean_title(title) if title else None, now or timezone.now()

    def save(proposal: Proposal) -> Revision:
        revision = _save(
            locked, proposal, title=new_title, by=by, summary=summary, is_minor=is_minor, now=now
        )
        forget_saved(locked, by=by, base=base, section=section, draft=draft)
        return revision

    for _ in range(MAX_RACES):
        proposal = propose(page, body, base)
        with transaction.atomic():
            locked = _lock(page, by)
            if locked.current_id == proposal.parent.pk:
                return save(proposal)
    with transaction.atomic():  # others are faster than a merge: they wait for this one now
        locked = _lock(page, by)
        return save(propose(locked, body, base))


def propose(page: Page, body: str, base: int | None) -> Proposal:
    """Merge `body` with what was saved since `base`, and render it. Raises as `edit` does; writes nothing."""
    began = page.revisions.filter(number=base).first() if base else None
    parent = page.revisions.newest_first().first()
    if began is None or parent is None:
        raise BaseMissing("This form does not say which revision it started from.")
    if began == parent:
        return Proposal(parent, body, render_source(body))
    render_source(body)  # a text that cannot be a page is refused as it was typed, not as it was merged
    merged = merge(began.text, body, parent.text)
    if merged.text is None:
        raise EditConflict(parent, began, merged)
    return Proposal(parent, merged.text, render_source(merged.text))


def _lock(page: Page, by: Any) -> Page:
    locked = Page.objects.locked().get(pk=page.pk)
    if not can_edit(by, locked):
        raise PermissionDenied("You may not edit this page.")
    return locked


def _save(
    page: Page, proposal: Proposal, *, title: str | None, by: Any, summary: str, is_minor: bool, now: datetime
) -> Revision:
    is_same = proposal.text == proposal.parent.text
    if title and title != page.title:
        rename(page, title, by=by, now=now)
        page.refresh_from_db(fields=["title", "slug"])
        if is_same:
            return proposal.parent
    if is_same:
        raise NothingChanged("The text is the same as the current revision's.")
    revision = append(
        page, proposal.text, proposal.source, by=by, summary=summary, is_minor=is_minor, now=now
    )
    check_edit(page, revision, before=proposal.parent.text, text=proposal.text, by=by, now=now)
    return revision
