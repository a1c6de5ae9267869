"""Who is held: the library's moderator hook, and how the author of a held comment is known again."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django_comments.moderation import CommentModerator, moderator

from comments.models import PageComment, discussion_of
from comments.scoring import scored
from comments.spam import HOLD_PERCENT
from pages.models import Page
from pages.permissions import is_banned, is_contributor, is_moderator

HELD_COOKIE = "held_comments"
HELD_COOKIE_DAYS = 30
MAX_HELD_IDS = 20
HELD_SALT = "comments.held"


class PageModerator(CommentModerator):
    """What happens to a comment on a page between the form and the table."""

    def allow(self, comment: PageComment, content_object: Page, request: HttpRequest) -> bool:
        return not refusal(content_object, request.user)

    def moderate(self, comment: PageComment, content_object: Page, request: HttpRequest) -> bool:
        is_bot = bool(request.POST.get("honeypot"))
        scored(comment, content_object, is_hidden_field_filled=is_bot)
        return is_held(comment, request.user)


def refusal(page: Page, person: Any) -> str:
    """Why this person may not comment here, as a sentence; empty for those who may."""
    if is_banned(person):
        return "You may read here, but not comment."
    return "" if discussion_of(page).is_open else "The discussion of this page is closed."


def is_held(comment: PageComment, person: Any) -> bool:
    """Moderators appear at once, contributors after one approved comment; everybody else waits.

    What was scored as spam waits also below a name that is known.
    """
    if is_moderator(person):
        return False
    if comment.score is not None and comment.score >= HOLD_PERCENT:
        return True
    return not is_contributor(person) or not _has_been_approved(comment.author_mark)


def held_ids(request: HttpRequest) -> tuple[int, ...]:
    """The comments that this browser posted without an account. A cookie not ours counts for nothing."""
    cookie = request.COOKIES.get(HELD_COOKIE, "")
    try:
        ids = signing.loads(cookie, salt=HELD_SALT, max_age=HELD_COOKIE_DAYS * 86_400) if cookie else []
    except signing.BadSignature:
        return ()
    return tuple(ids)


def remember_held(request: HttpRequest, response: HttpResponse, comment: PageComment) -> None:
    """Let this browser see the stranger's comment while it waits."""
    ids = list(dict.fromkeys([*held_ids(request), comment.pk]))[-MAX_HELD_IDS:]
    response.set_cookie(
        HELD_COOKIE,
        signing.dumps(ids, salt=HELD_SALT),
        max_age=HELD_COOKIE_DAYS * 86_400,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _has_been_approved(author_mark: str) -> bool:
    return PageComment.objects.approved().filter(author_mark=author_mark).exists()


moderator.register(Page, PageModerator)
