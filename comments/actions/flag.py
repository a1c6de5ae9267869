"""Flag a comment, and hold it again where enough trusted people did."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from comments.actions.hold_again import hold_again
from comments.holding import flagged
from comments.models import Discussion, Flag, PageComment, Rules, State
from comments.models.flag import MAX_FLAG_CHARS
from pages.models import contributor_of
from pages.permissions import is_banned, is_trusted
from pages.throttle import who_is


class AlreadyFlagged(Exception):
    """This reader has flagged this comment before."""


class NotThere(Exception):
    """The comment is not one that readers see any more."""


def flag(
    comment: PageComment,
    reason: str,
    *,
    by: Any,
    words: str = "",
    address: str | None = None,
    rules: Rules | None = None,
    now: datetime | None = None,
) -> Flag:
    """Keep one reader's flag for the moderators. Three by trusted people take the comment from readers.

    How many it takes say the rules. Flags set before a moderator last approved the comment do not count.
    Raises `PermissionDenied`, `NotThere` or `AlreadyFlagged`.
    """
    if is_banned(by):
        raise PermissionDenied("Banned people do not flag comments.")
    now, rules = now or timezone.now(), rules or Rules.objects.current()
    with transaction.atomic():
        list(Discussion.objects.filter(page=comment.page_id).locked())
        comment = PageComment.objects.locked().get(pk=comment.pk)
        if comment.state != State.APPROVED:
            raise NotThere("This comment is not there any more.")
        kept = _keep(comment, reason, words, by, address, now)
        count = _trusted_flags(comment)
        if kept.is_trusted and count >= rules.flags_to_hold:
            hold_again(comment, [flagged(count)], because="Held by flags", now=now)
    return kept


def reader_mark(person: Any, address: str | None) -> str:
    """Return what one reader's flags have in common: a keyed hash that names neither account nor address."""
    return salted_hmac("comments.flag", who_is(person, address), algorithm="sha256").hexdigest()


def _keep(comment: PageComment, reason: str, words: str, by: Any, address: str | None, now: datetime) -> Flag:
    values = {
        "reason": reason,
        "words": words[:MAX_FLAG_CHARS],
        "flagged_by": contributor_of(by),
        "is_trusted": is_trusted(by),
        "flagged_at": now,
    }
    mark = reader_mark(by, address)
    kept, is_new = Flag.objects.get_or_create(comment=comment, mark=mark, defaults=values)
    if not is_new:
        raise AlreadyFlagged("You have flagged this comment before; the moderators see it.")
    return kept


def _trusted_flags(comment: PageComment) -> int:
    """Flags by trusted people that no moderator has answered by approving the comment."""
    approved = comment.verdicts.filter(after=State.APPROVED).order_by("-pk")
    answered = approved.values_list("decided_at", flat=True).first()
    return comment.readers_flags.trusted().since(answered).count()
