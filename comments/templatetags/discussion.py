"""The discussion below a page: its threads, its form, and how many comments there are."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils import timezone
from django.utils.translation import gettext

from comments.forms import PageCommentForm
from comments.models import COMMENT_ID, COMMENTS_A_SCREEN, PageComment, State, discussion_of
from comments.moderation import held_ids, refusal, rules_of
from comments.permissions import can_change
from comments.reader_forms import ModeForm
from pages.models import Page
from pages.permissions import is_contributor, is_moderator

register = template.Library()

CURSOR = re.compile(r"(?:[0-9a-z]{6})+", re.ASCII)
HEAVY_COLUMNS = ("comment", "user_email", "author_mark", "submission_key")


@dataclass
class Row:
    """A comment where it stands on the screen. `siblings` is the list that it is in."""

    comment: PageComment
    level: int
    siblings: list["Row"]
    is_apart: bool  # not right below the comment that it answers, which it therefore names
    replies: list["Row"] = field(default_factory=list)

    @property
    def label(self) -> str:
        return gettext("Comment by %(name)s") % {"name": self.comment.user_name}

    @property
    def reply_label(self) -> str:
        return gettext("Reply to %(name)s") % {"name": self.comment.user_name}

    @property
    def flag_label(self) -> str:
        return gettext("Flag the comment by %(name)s") % {"name": self.comment.user_name}

    @property
    def posted_at(self) -> str:
        return self.comment.submit_date.isoformat(timespec="seconds")

    @property
    def names_parent(self) -> bool:
        return self.is_apart and self.comment.parent_state == State.APPROVED


@register.inclusion_tag("comments/_discussion.html", takes_context=True)
def discussion(context: dict[str, Any], page: Page) -> dict[str, Any]:
    """The page's comments and the form, in three queries however many; `?reply=` may take a fourth."""
    request = context["request"]
    rules, talk = rules_of(request), discussion_of(page)
    cursor = _matching(CURSOR, request.GET.get("comments"))
    shown, following = ([], "") if talk.is_closed else _screen(page, request, cursor)
    parent = _parent(page, shown, request.GET.get("reply"))
    sentence = refusal(page, request.user, rules)
    return {
        "request": request,
        "user": request.user,
        "csrf_token": context.get("csrf_token"),
        "site_name": context.get("site_name"),
        "page": page,
        "discussion": talk,
        "count": talk.shown_count,
        "threads": threads(shown, rules.levels),
        "changeable": _changeable(shown, request),
        "is_moderator": is_moderator(request.user),
        "mode_form": ModeForm(initial={"mode": talk.mode}) if is_moderator(request.user) else None,
        "cursor": cursor,
        "reply_query": f"?comments={cursor}&reply=" if cursor else "?reply=",
        "next_query": urlencode({"comments": following}) if following else "",
        "reply_to": parent,
        "refusal": sentence,
        "form": None if sentence else comment_form(page, request.user, parent),
        "is_read_first": rules.hold_all or (rules.hold_strangers and not is_contributor(request.user)),
    }


@register.simple_tag
def discussion_count(page: Page) -> int:
    """How many comments readers of the page see."""
    return discussion_of(page).shown_count


@register.simple_tag
def waiting_comments_count() -> int:
    """How many comments wait for a moderator, on all pages."""
    return PageComment.objects.pending().count()


def threads(comments: Iterable[PageComment], levels: int) -> list[Row]:
    """Put comments in path order under each other, in one pass whatever their depth.

    Replies deeper than `levels` stand beside the comment that they answer.
    """
    found: list[Row] = []
    rows: dict[int, Row] = {}
    for comment in comments:
        parent = rows.get(comment.reply_to_id or 0)
        if parent is None:
            row = Row(comment, 0, found, is_apart=comment.reply_to_id is not None)
        elif parent.level == levels - 1:
            row = Row(comment, parent.level, parent.siblings, is_apart=True)
        else:
            row = Row(comment, parent.level + 1, parent.replies, is_apart=False)
        row.siblings.append(row)
        rows[comment.pk] = row
    return found


def comment_form(page: Page, person: Any, parent: PageComment | None) -> PageCommentForm:
    return PageCommentForm(page, by=person, initial={"reply_to": parent.pk if parent else ""})


def _screen(page: Page, request: Any, cursor: str) -> tuple[list[PageComment], str]:
    """The comments of one screen, and the path at which the next one starts."""
    visible = PageComment.objects.visible_to(request.user, held_ids(request))
    on_page = visible.filter(page=page, path__gte=cursor).with_parent()
    ordered = on_page.defer(*HEAVY_COLUMNS).order_by("path")
    found = list(ordered[: COMMENTS_A_SCREEN + 1])
    following = found[COMMENTS_A_SCREEN].path if len(found) > COMMENTS_A_SCREEN else ""
    return found[:COMMENTS_A_SCREEN], following


def _changeable(shown: list[PageComment], request: Any) -> set[int]:
    """The numbers of comments whose words the person may still change."""
    rules, held, now = rules_of(request), held_ids(request), timezone.now()
    return {comment.pk for comment in shown if can_change(comment, request.user, held, rules, now=now)}


def _parent(page: Page, shown: list[PageComment], number: str | None) -> PageComment | None:
    """The comment that `?reply=` names, where it may be answered."""
    pk = int(_matching(COMMENT_ID, number) or 0)
    if not pk:
        return None
    for comment in shown:
        if comment.pk == pk:
            return comment if comment.state == State.APPROVED else None
    return PageComment.objects.approved().filter(page=page, pk=pk).first()


def _matching(pattern: re.Pattern[str], value: str | None) -> str:
    return value if value and pattern.fullmatch(value) else ""
