"""Put a draft aside, bring it back, and forget what nobody brought back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from pages.actions.save_draft import lock_drafts
from pages.models import Draft


def discard_draft(draft: Draft, *, now: datetime | None = None) -> None:
    """Restore `draft` no more. It can return for 30 days."""
    Draft.objects.live().filter(pk=draft.pk).update(discarded_at=now or timezone.now())


def return_draft(draft: Draft, *, now: datetime | None = None) -> None:
    """Restore `draft` again where its page is edited; a draft that took its place is discarded instead."""
    with transaction.atomic():
        lock_drafts(draft.person)
        others = Draft.objects.of(draft.person).live().filter(page=draft.page).exclude(pk=draft.pk)
        place = {"base": draft.base, "section": draft.section} if draft.page else {"title": draft.title}
        in_its_place = others.filter(**place)
        in_its_place.update(discarded_at=now or timezone.now())
        # As if just saved, so that it is the one restored where the person has drafts over other revisions.
        Draft.objects.discarded().filter(pk=draft.pk).update(
            discarded_at=None, saved_at=now or timezone.now()
        )


def forget_drafts(*, now: datetime | None = None) -> int:
    """Delete drafts that were discarded more than 30 days ago; returns how many."""
    return Draft.objects.expired(now or timezone.now()).delete()[0]
