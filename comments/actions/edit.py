"""Change what a comment says, and keep what it said before."""

from datetime import datetime
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from comments.models import CommentRevision, Discussion, PageComment, State
from pages.models import Page, contributor_of
from pages.permissions import is_moderator
from pages.text.markdown import render_comment


class EditedMeanwhile(Exception):
    """Somebody else changed the comment since this person opened it."""


def edit(
    comment: PageComment, text: str, *, by: Any, base: int | None = None, now: datetime | None = None
) -> PageComment:
    """Give the comment this text; its state stays. Return it as it is stored now.

    `base` is how often it had been changed when this person read it, where that is known. The text that
    it had becomes a `CommentRevision`. The same text again changes nothing. Raises `PermissionDenied`,
    `EditedMeanwhile`, or a `Refusal` of the text.
    """
    html = render_comment(text)
    with transaction.atomic():
        list(Discussion.objects.filter(page=comment.page_id).locked())
        comment = PageComment.objects.locked().get(pk=comment.pk)
        if not _may_edit(by, comment):
            raise PermissionDenied("Only moderators change what others wrote.")
        number = comment.former_texts.count()
        if base not in (None, number):
            raise EditedMeanwhile("Somebody else changed this comment since you opened it.")
        if comment.comment != text:
            _keep(comment, number + 1, by, now or timezone.now())
            _replace(comment, text, html)
            LogEntry.objects.log_actions(by.pk, [comment], CHANGE, "Changed what it says.")
    return comment


def _may_edit(person: Any, comment: PageComment) -> bool:
    return is_moderator(person)


def _keep(comment: PageComment, number: int, by: Any, now: datetime) -> None:
    CommentRevision.objects.create(
        comment=comment,
        number=number,
        text=comment.comment,
        html=comment.html,
        edited_by=contributor_of(by),
        edited_at=now,
    )


def _replace(comment: PageComment, text: str, html: str) -> None:
    comment.comment, comment.html = text, html
    comment.save(update_fields=["comment", "html"])
    if comment.state == State.APPROVED:
        Page.objects.filter(pk=comment.page_id).raise_cache_version()
