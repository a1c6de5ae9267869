"""Who is refused and who is held: the library's moderator hook, and how a held comment's author is known."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_comments.moderation import CommentModerator, moderator

from comments.holding import reasons_to_hold
from comments.models import Mode, PageComment, Rules, discussion_of
from comments.scoring import scored
from pages.models import Page
from pages.permissions import ban_of, is_banned

HELD_COOKIE = "held_comments"
HELD_COOKIE_DAYS = 30
MAX_HELD_IDS = 20
HELD_SALT = "comments.held"
RULES_ATTRIBUTE = "_rules_of_discussion"


class PageModerator(CommentModerator):
    """What happens to a comment on a page between the form and the table."""

    def allow(self, comment: PageComment, content_object: Page, request: HttpRequest) -> bool:
        return not refusal(content_object, request.user, rules_of(request))

    def moderate(self, comment: PageComment, content_object: Page, request: HttpRequest) -> bool:
        scored(comment, content_object, is_hidden_field_filled=bool(request.POST.get("honeypot")))
        comment.held_because = reasons_to_hold(comment, request.user, rules_of(request))
        return bool(comment.held_because)


def rules_of(request: HttpRequest, page: Page | None = None) -> Rules:
    """Return the rules of discussion, read once a request: a change must hold in all processes at once.

    Where `page` is known, they come with its discussion.
    """
    rules = getattr(request, RULES_ATTRIBUTE, None)
    if rules is None:
        rules = discussion_of(page).rules if page else Rules.objects.current()
        setattr(request, RULES_ATTRIBUTE, rules)
    return rules


def refusal(page: Page, person: Any, rules: Rules, *, now: datetime | None = None) -> str:
    """Why this person may not comment here, as a sentence; empty for those who may."""
    if is_banned(person):
        ban = ban_of(person)
        return ban.says if ban else _("You may read here, but not comment.")
    mode = discussion_of(page).mode
    if mode == Mode.CLOSED:
        return _("The discussion of this page is closed.")
    if mode == Mode.READ_ONLY:
        return _("This discussion is read-only: its comments can be read, and no more are taken.")
    if is_too_old(page, rules, now=now):
        words = _("Comments are closed: nobody has edited this page for more than %(days)d days.")
        return words % {"days": rules.close_after_days}
    return ""


def is_too_old(page: Page, rules: Rules, *, now: datetime | None = None) -> bool:
    """Whether the rules close the discussion of a page that nobody has edited for so long."""
    if rules.close_after_days is None:
        return False
    return page.updated_at < (now or timezone.now()) - timedelta(days=rules.close_after_days)


def held_ids(request: HttpRequest) -> tuple[int, ...]:
    """The comments that this browser posted without an account. A cookie not ours counts for nothing."""
    cookie = request.COOKIES.get(HELD_COOKIE, "")
    try:
        ids = signing.loads(cookie, salt=HELD_SALT, max_age=HELD_COOKIE_DAYS * 86_400) if cookie else []
    except signing.BadSignature:
        return ()
    return tuple(ids)


def remember_held(request: HttpRequest, response: HttpResponse, comment: PageComment) -> None:
    """Let this browser see the stranger's comment while it waits, and change it while that is allowed."""
    ids = list(dict.fromkeys([*held_ids(request), comment.pk]))[-MAX_HELD_IDS:]
    response.set_cookie(
        HELD_COOKIE,
        signing.dumps(ids, salt=HELD_SALT),
        max_age=HELD_COOKIE_DAYS * 86_400,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


moderator.register(Page, PageModerator)
