"""Post a comment."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from comments.actions.follow import follow_with
from comments.holding import calls_it_spam
from comments.models import Discussion, Kind, PageComment, State
from comments.notify import note
from comments.scoring import remember_text
from pages.models import Page, contributor_of
from pages.text.markdown import render_comment

DOUBLE_POST_MINUTES = 10
MAX_NAME_CHARS = 50  # contrib-comments' column


class DiscussionClosed(Exception):
    """The page takes no more comments."""


class ParentGone(Exception):
    """The comment replied to is not one that readers see any more."""


def draft(
    page: Page,
    text: str,
    *,
    by: Any = None,
    name: str = "",
    email: str = "",
    url: str = "",
    reply_to: PageComment | None = None,
    address: str | None = None,
    is_followed: bool = False,
) -> PageComment:
    """Make a comment that is not stored yet. `by` is None for a stranger, who gives name and email.

    `address` is the IP address that it came from; with `is_followed` the author hears of further comments in
    the thread. Raises a `Refusal` of the text.
    """
    is_stranger = by is None or not by.is_authenticated
    author = None if is_stranger else contributor_of(by)
    comment = PageComment(
        content_type=ContentType.objects.get_for_model(Page),
        object_pk=str(page.pk),
        site_id=settings.SITE_ID,
        page=page,
        revision=page.current,
        reply_to=reply_to,
        user=None if is_stranger else by,
        author=author,
        author_mark=f"contributor:{author.pk}" if author else f"email:{email.lower()}",
        user_name=author.name[:MAX_NAME_CHARS] if author else name,
        user_email=email if is_stranger else by.email,
        user_url=url,
        ip_address=address,
        comment=text,
        html=render_comment(text),
        followup=is_followed,
    )
    comment.content_object = page  # what the library's receivers read, known without a query
    return comment


def post(comment: PageComment, *, is_held: bool, now: datetime | None = None) -> PageComment:
    """Store a draft, waiting for a moderator where `is_held`, or among the spam where its reasons call it so.

    The same words from the same person in the same place within minutes are a double post: the comment
    stored first is returned. Raises `DiscussionClosed` or `ParentGone`; then nothing was stored.
    """
    now = now or timezone.now()
    keys = _submission_keys(comment, now)
    with transaction.atomic():
        _lock_open_discussion(comment.page)
        if earlier := _earlier(keys, now):
            return earlier
        _check_parent(comment)
        comment.submit_date, comment.submission_key = now, keys[0]
        comment.state = State.SPAM if is_held and calls_it_spam(comment.held_because) else State.PENDING
        comment.is_public, comment.is_removed = False, comment.state == State.SPAM
        comment.take_place()
        comment.save()
        remember_text(comment)
        if comment.followup:
            follow_with(comment)
        if not is_held:
            _publish(comment)
        if comment.state != State.SPAM:
            note(Kind(comment.state), [comment])
    return comment


def posted_before(comment: PageComment, *, now: datetime | None = None) -> bool:
    """Whether this draft is a double post, which `post` answers with the comment that is there."""
    now = now or timezone.now()
    return _earlier(_submission_keys(comment, now), now) is not None


def _lock_open_discussion(page: Page) -> None:
    if not Discussion.objects.locked().get_or_create(page=page)[0].is_open:
        raise DiscussionClosed("The discussion of this page is closed.")


def _check_parent(comment: PageComment) -> None:
    """A moderator may have decided on the parent since the form was checked."""
    if comment.reply_to_id and not PageComment.objects.approved().filter(pk=comment.reply_to_id).exists():
        raise ParentGone("The comment you reply to is not there any more.")


def _publish(comment: PageComment) -> None:
    comment.state, comment.is_public = State.APPROVED, True
    PageComment.objects.filter(pk=comment.pk).set_state(State.APPROVED)
    Discussion.objects.filter(page=comment.page_id).update(approved_count=F("approved_count") + 1)


def _submission_keys(comment: PageComment, now: datetime) -> list[str]:
    """The unique key of these words now, and the one they had in the minutes before."""
    window = int(now.timestamp() // (DOUBLE_POST_MINUTES * 60))
    words = f"{comment.page_id}/{comment.reply_to_id}/{comment.author_mark}/{comment.comment}"
    return [sha256(f"{number}/{words}".encode()).hexdigest() for number in (window, window - 1)]


def _earlier(keys: list[str], now: datetime) -> PageComment | None:
    since = now - timedelta(minutes=DOUBLE_POST_MINUTES)
    return PageComment.objects.filter(submission_key__in=keys, submit_date__gt=since).first()
