"""The discussion below a page: its threads, its form, and how many comments there are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from comments.forms import PageCommentForm
from comments.models import COMMENT_ID, Discussion, Follow, PageComment, State, discussion_of
from comments.models.screen import Position, Screen, Sort, screen
from comments.moderation import held_ids, refusal, rules_of
from comments.permissions import can_change
from comments.reader_forms import ModeForm
from pages.models import Page
from pages.permissions import is_banned, is_contributor, is_moderator

register = template.Library()

MOST_DISCUSSED = 6


@dataclass
class Row:
    """A comment where it stands on the screen. `siblings` is the list that it is in."""

    comment: PageComment
    level: int
    siblings: list["Row"]
    is_apart: bool  # not right below the comment that it answers, which it therefore names
    replies: list["Row"] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read once what the template asks for often: each is a walk through three tables."""
        self.pk: int = self.comment.pk
        self.is_held: bool = self.comment.is_held

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
    """The page's comments and the form, in two queries however many; an order or `?reply=` takes a third."""
    request = context["request"]
    rules, talk, at = rules_of(request, page), discussion_of(page), Position.read(request.GET)
    visible = PageComment.objects.visible_to(request.user, held_ids(request))
    is_empty = talk.is_closed or talk._state.adding  # a page that nobody has commented on has no row
    shown = Screen([]) if is_empty else screen(visible.marked_by(request.user), page.pk, at)
    parent = _parent(page, shown.comments, request.GET.get("reply"))
    sentence = refusal(page, request.user, rules)
    return {
        "request": request,
        "user": request.user,
        "csrf_token": context.get("csrf_token"),
        "site_name": context.get("site_name"),
        "page": page,
        "permalinks": reverse("comments:detail", args=[0]).removesuffix("0/"),
        "discussion": talk,
        "count": talk.shown_count,
        "threads": threads(shown.comments, rules.levels),
        "changeable": _changeable(shown.comments, request),
        "is_moderator": is_moderator(request.user),
        "mode_form": ModeForm(initial={"mode": talk.mode}) if is_moderator(request.user) else None,
        "at": at,
        "first": Position(at.sort),
        "sorts": [(Position(sort), sort.label, sort == at.sort) for sort in Sort],
        "reply_query": f"?{at.query}&reply=" if at.query else "?reply=",
        "following": shown.following,
        "reply_to": parent,
        "refusal": sentence,
        "form": None if sentence else comment_form(page, request.user, parent),
        "is_read_first": rules.hold_all or (rules.hold_strangers and not is_contributor(request.user)),
        **_own(request.user, page),
    }


@register.simple_tag
def discussion_count(page: Page) -> int:
    """How many comments readers of the page see."""
    return discussion_of(page).shown_count


@register.inclusion_tag("comments/_most_discussed.html")
def most_discussed() -> dict[str, Any]:
    """The pages with the most comments that readers see, in one query."""
    return {"discussions": Discussion.objects.most_discussed()[:MOST_DISCUSSED]}


@register.inclusion_tag("comments/_feed_links.html")
def comment_feeds(page: Page | None = None) -> dict[str, Any]:
    """What a page's head says of the feeds of comments: the site's, and that of `page`."""
    return {"page": page}


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


def _own(person: Any, page: Page) -> dict[str, Any]:
    """What the person follows here. Strangers and the banned have no buttons."""
    if not person.is_authenticated or is_banned(person):
        return {"may_take_part": False}
    followed = set(Follow.objects.of(person).filter(page=page).values_list("thread", flat=True))
    return {"may_take_part": True, "followed_threads": followed, "follows_page": None in followed}


def _changeable(shown: list[PageComment], request: Any) -> set[int]:
    """The numbers of comments whose words the person may still change."""
    rules, held, now = rules_of(request), held_ids(request), timezone.now()
    return {comment.pk for comment in shown if can_change(comment, request.user, held, rules, now=now)}


def _parent(page: Page, shown: list[PageComment], number: str | None) -> PageComment | None:
    """The comment that `?reply=` names, where it may be answered."""
    if not COMMENT_ID.fullmatch(number or ""):
        return None
    pk = int(number or 0)
    for comment in shown:
        if comment.pk == pk:
            return comment if comment.state == State.APPROVED else None
    return PageComment.objects.approved().filter(page=page, pk=pk).first()
