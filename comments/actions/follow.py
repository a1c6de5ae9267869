"""Follow a page's discussion or one thread, and stop following it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from comments.models import Follow, PageComment
from pages.models import Page, contributor_of
from pages.permissions import is_banned


def follow(page: Page, *, thread: PageComment | None = None, by: Any, now: datetime | None = None) -> Follow:
    """Let an account hear of comments on the page, or in the thread that starts with `thread`; once.

    Raises `PermissionDenied` for a stranger, who follows by the form's box, and for somebody banned.
    """
    if not by.is_authenticated or is_banned(by):
        raise PermissionDenied("Sign in to follow a discussion.")
    confirmed = {"confirmed_at": now or timezone.now()}
    wanted = {"page": page, "thread": thread, "contributor": contributor_of(by), "email": ""}
    return Follow.objects.get_or_create(**wanted, defaults=confirmed)[0]


def unfollow(page: Page, *, thread: PageComment | None = None, by: Any) -> None:
    """Let an account hear no more. Somebody banned may stop as well."""
    if by.is_authenticated:
        Follow.objects.of(contributor_of(by)).filter(page=page, thread=thread).delete()


def follow_with(comment: PageComment) -> Follow:
    """Let the author of a stored comment hear of its thread; a stranger's address waits to be confirmed."""
    path, page = comment.thread_path, comment.page
    thread = comment if comment.path == path else PageComment.objects.get(page=page, path=path)
    author = comment.author
    who = {"contributor": author, "email": "" if author else comment.user_email.lower()}
    confirmed = {"confirmed_at": comment.submit_date if author else None}
    return Follow.objects.get_or_create(page=page, thread=thread, **who, defaults=confirmed)[0]
