"""Change what a comment says, and keep what it said before."""

from datetime import datetime
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from comments.actions.hold_again import hold_again
from comments.holding import calls_it_spam, reasons_to_hold
from comments.holding.reasons import FLAGS
from comments.models import CommentRevision, Discussion, PageComment, Rules, State
from comments.models.index import index_words
from comments.permissions import can_change
from comments.scoring import scored
from pages.models import contributor_of
from pages.permissions import is_banned, is_moderator
from pages.text.markdown import render_comment


class EditedMeanwhile(Exception):
    """Somebody else changed the comment since this person opened it."""


def edit(
    comment: PageComment,
    text: str,
    *,
    by: Any,
    base: int | None = None,
    held: tuple[int, ...] = (),
    rules: Rules | None = None,
    now: datetime | None = None,
) -> PageComment:
    """Give the comment this text. Return it as it is stored now.

    Moderators change any comment, which keeps its state. Its author, known by account or by the ids `held`,
    has the minutes that the rules give; the rules read the new text, and may hold an approved comment again.

    `base` is how often it had been changed when this person read it, where that is known. The text that
    it had becomes a `CommentRevision`. The same text again changes nothing. Raises `PermissionDenied`,
    `EditedMeanwhile`, or a `Refusal` of the text.
    """
    html, now = render_comment(text), now or timezone.now()
    rules = rules or Rules.objects.current()
    with transaction.atomic():
        list(Discussion.objects.filter(page=comment.page_id).locked())
        comment = PageComment.objects.locked().get(pk=comment.pk)
        if not is_moderator(by) and not _may_change_own(comment, by, held, rules, now):
            raise PermissionDenied("Only moderators change what others wrote, or what was said a while ago.")
        number = comment.former_texts.count()
        if base not in (None, number):
            raise EditedMeanwhile("Somebody else changed this comment since you opened it.")
        if comment.comment != text:
            _keep(comment, number + 1, by, now)
            _replace(comment, text, html, now)
            if is_moderator(by):
                LogEntry.objects.log_actions(by.pk, [comment], CHANGE, "Changed what it says.")
            else:
                _read_again(comment, by, rules, now)
    return comment


def _may_change_own(
    comment: PageComment, person: Any, held: tuple[int, ...], rules: Rules, now: datetime
) -> bool:
    return not is_banned(person) and can_change(comment, person, held, rules, now=now)


def _read_again(comment: PageComment, by: Any, rules: Rules, now: datetime) -> None:
    """Hold what the rules hold now. A comment that waits goes on waiting: an edit publishes nothing."""
    scored(comment, comment.page).save(update_fields=["score", "score_reasons"])
    reasons = reasons_to_hold(comment, by, rules)
    if reasons and (comment.state == State.APPROVED or calls_it_spam(reasons)):
        hold_again(comment, reasons, because="Changed by its author", now=now)
    elif reasons:
        by_readers = [reason for reason in comment.held_because if reason["rule"] == FLAGS]
        comment.held_because = [*by_readers, *reasons]
        comment.save(update_fields=["held_because"])


def _keep(comment: PageComment, number: int, by: Any, now: datetime) -> None:
    CommentRevision.objects.create(
        comment=comment,
        number=number,
        text=comment.comment,
        html=comment.html,
        edited_by=contributor_of(by),
        edited_at=now,
    )


def _replace(comment: PageComment, text: str, html: str, now: datetime) -> None:
    comment.comment, comment.html, comment.edited_at = text, html, now
    comment.save(update_fields=["comment", "html", "edited_at"])
    if comment.state == State.APPROVED:
        index_words([(comment.pk, text, comment.page.lang)])
