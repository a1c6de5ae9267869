"""Keep what somebody has typed, before it is saved as a revision."""

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from pages.actions.errors import BaseMissing
from pages.models import MAX_SUMMARY_CHARS, Draft, Page
from pages.permissions import can_create, can_edit
from pages.text.limits import check_source
from pages.text.refusals import Refusal
from pages.text.sections import MAX_SECTION_CHARS
from pages.text.titles import MAX_TITLE_CHARS

MAX_DRAFTS = 100


class DraftRefused(Refusal):
    """A title or summary that no page could have, or one draft more than a person may have."""


class Continued(NamedTuple):
    """The draft as its tab left it: a tab moves no draft that another one has written since."""

    draft: int
    saved_at: datetime


def save_draft(
    person: Any,
    *,
    page: Page | None,
    base: int,
    title: str,
    body: str,
    summary: str = "",
    section: str = "",
    continues: Continued | None = None,
    now: datetime | None = None,
) -> Draft:
    """Store `body`, exactly as it was sent, as the person's draft of `page` over revision `base`.

    With `section`, the id of a heading, `body` is that section's text, and a draft of its own. A draft of a
    new page (None, base 0) is told by its title. With `continues`, that draft moves to the new title, base or
    section. Raises `PermissionDenied`, `BaseMissing` or a `Refusal`; then nothing was stored.
    """
    _check(person, page, base, title=title, body=body, summary=summary)
    section = section if page else ""
    if len(section) > MAX_SECTION_CHARS:
        raise DraftRefused("No section has so long a name.")
    check_source(section)
    now = now or timezone.now()
    with transaction.atomic():
        lock_drafts(person)
        draft = _draft_to_write(person, page, (base, section, title), continues, now)
        draft.base, draft.section, draft.title = base, section, title
        draft.body, draft.summary, draft.saved_at = body, summary, now
        draft.save()
    return draft


def forget_saved(
    page: Page, *, by: Any, base: int | None = None, section: str = "", draft: int | None = None
) -> None:
    """Delete the drafts that became a revision of `page`. Runs inside the transaction that saves it."""
    if by is None:
        return
    typed_over = Q(page=page, base=base, section=section) if base else Q(page=None, title=page.title)
    became_it = Q(pk=draft) | typed_over
    Draft.objects.of(by).live().filter(became_it).filter(Q(page=page) | Q(page=None)).delete()


def lock_drafts(person: Any) -> None:
    """Let one writer at a time at a person's drafts, until the transaction ends."""
    # Without FOR KEY: rows that refer to the account (sessions, log entries) need not wait.
    get_user_model().objects.select_for_update(no_key=True).get(pk=person.pk)


def _check(person: Any, page: Page | None, base: int, *, title: str, body: str, summary: str) -> None:
    if not person.is_authenticated or not (can_edit(person, page) if page else can_create(person)):
        raise PermissionDenied("You may not edit this page.")
    if page and not page.revisions.filter(number=base).exists():
        raise BaseMissing("This form does not say which revision it started from.")
    if len(title) > MAX_TITLE_CHARS:
        raise DraftRefused(f"A title has at most {MAX_TITLE_CHARS} characters.")
    if len(summary) > MAX_SUMMARY_CHARS:
        raise DraftRefused(f"A summary has at most {MAX_SUMMARY_CHARS} characters.")
    for text in (title, summary, body):
        check_source(text)


def _draft_to_write(
    person: Any, page: Page | None, place: tuple[int, str, str], continues: Continued | None, now: datetime
) -> Draft:
    base, section, title = place
    mine = Draft.objects.of(person).live().filter(page=page)
    there = mine.filter(base=base, section=section) if page else mine.filter(title=title)
    if continues and (own := mine.filter(pk=continues.draft, saved_at=continues.saved_at).first()):
        there.exclude(pk=own.pk).update(discarded_at=now)  # in the way, and not to be overwritten
        return own
    if found := there.first():
        return found
    _make_room(person, now)
    return Draft(person=person, page=page)


def _make_room(person: Any, now: datetime) -> None:
    """Let a person hold MAX_DRAFTS, the discarded ones included; the oldest of those go first."""
    Draft.objects.of(person).expired(now).delete()
    if Draft.objects.of(person).count() < MAX_DRAFTS:
        return
    oldest = Draft.objects.of(person).discarded().order_by("discarded_at").first()
    if oldest is None:
        raise DraftRefused(f"You have {MAX_DRAFTS} drafts. Save or discard some of them.")
    oldest.delete()
