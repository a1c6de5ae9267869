"""One screen of a discussion: whole threads in the reader's order, cut inside only where one is too long."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat, Left, StrIndex
from django.utils.translation import gettext_lazy as _

from comments.models.page_comment import (
    COMMENTS_A_SCREEN,
    LAST_STEP,
    MAX_DEPTH,
    STEP_CHARS,
    PageComment,
    PageCommentQuerySet,
    whole_threads,
)

CURSOR = re.compile(rf"(?:([0-9]{{1,9}})-)?((?:[0-9a-z]{{{STEP_CHARS}}}){{1,{MAX_DEPTH + 1}}})", re.ASCII)
# Texts that a list of comments does not show, and the person's address, which it must not.
HEAVY_COLUMNS = ("comment", "user_email", "author_mark", "submission_key", "score_reasons")


class Sort(models.TextChoices):
    """The order of threads. Replies stand below what they answer in each of them, oldest first."""

    NEWEST = "newest", _("Newest")
    OLDEST = "oldest", _("Oldest")
    HELPFUL = "helpful", _("Most helpful")


@dataclass(frozen=True)
class Position:
    """Where a reader is: the order, and the path at which the screen starts, by votes with its thread's."""

    sort: Sort = Sort.OLDEST
    path: str = ""
    votes: int | None = None

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """Read an address's `sort` and `comments`; what `query` has not written is the first screen."""
        sort = Sort(given["sort"]) if given.get("sort") in Sort.values else Sort.OLDEST
        found = CURSOR.fullmatch(given.get("comments", ""))
        if not found or (found[1] is None) == (sort == Sort.HELPFUL):
            return cls(sort)
        return cls(sort, found[2], int(found[1]) if found[1] else None)

    @property
    def fields(self) -> dict[str, str]:
        """What an address or a form carries of it: nothing for the first screen in the usual order."""
        sort = {} if self.sort == Sort.OLDEST else {"sort": self.sort.value}
        cursor = self.path if self.votes is None else f"{self.votes}-{self.path}"
        return sort | ({"comments": cursor} if self.path else {})

    @property
    def query(self) -> str:
        return urlencode(self.fields)

    @property
    def thread_path(self) -> str:
        return self.path[:STEP_CHARS]


@dataclass(frozen=True)
class Screen:
    """At most `COMMENTS_A_SCREEN` comments, and where the next ones start, if there are more."""

    comments: list[PageComment]
    following: Position | None = None


def screen(visible: PageCommentQuerySet, page_id: int, start: Position) -> Screen:
    """Read the screen at `start` of the comments `visible`: one query, in other orders than OLDEST two."""
    on_page = visible.filter(page=page_id)
    shown = on_page.with_parent().defer(*HEAVY_COLUMNS)
    if start.sort == Sort.OLDEST:
        found = list(shown.filter(path__gte=start.path).order_by("path")[: COMMENTS_A_SCREEN + 1])
        return _cut(found, start, {})
    votes = _threads(on_page, page_id, start)
    places = {path: place for place, path in enumerate(votes)}
    chosen = shown.filter(pk__in=_first_in(on_page, list(votes), start)).order_by()
    return _cut(sorted(chosen, key=lambda c: (places[c.thread_path], c.path)), start, votes)


def _cut(found: list[PageComment], start: Position, votes: dict[str, int]) -> Screen:
    size = whole_threads([comment.path for comment in found])
    if size == len(found):
        return Screen(found, None)
    further = found[size]
    counted = votes[further.thread_path] if start.sort == Sort.HELPFUL else None
    return Screen(found[:size], Position(start.sort, further.path, counted))


def _threads(on_page: PageCommentQuerySet, page_id: int, start: Position) -> dict[str, int]:
    """The threads from `start` on as path -> votes, in order, as many as a screen could hold.

    A thread whose first comment is hidden stays for the replies that are not.
    """
    in_thread = Q(path__gte=OuterRef("path"), path__lte=Concat(OuterRef("path"), Value(LAST_STEP)))
    firsts = PageComment.objects.filter(page=page_id, reply_to__isnull=True)
    ordered = firsts.filter(Exists(on_page.filter(in_thread)), _behind(start))
    order = ["-path"] if start.sort == Sort.NEWEST else ["-helpful_count", "path"]
    paths = ordered.order_by(*order).values_list("path", "helpful_count")
    # The thread that the screen starts with is named by the cursor, whatever its votes have become.
    begun = {start.thread_path: start.votes or 0} if start.path else {}
    return begun | dict(paths[: COMMENTS_A_SCREEN + 1])


def _behind(start: Position) -> Q:
    if not start.path:
        return Q()
    if start.sort == Sort.NEWEST:
        return Q(path__lt=start.thread_path)
    fewer = Q(helpful_count__lt=start.votes)
    return (fewer | Q(helpful_count=start.votes, path__gt=start.thread_path)) & ~Q(path=start.thread_path)


def _first_in(on_page: PageCommentQuerySet, threads: list[str], start: Position) -> models.QuerySet:
    """The comments of these threads that come first, one more than a screen holds."""
    if not threads:
        return on_page.none().values("pk")
    place = StrIndex(Value(",".join(threads)), Left("path", STEP_CHARS))
    in_threads = on_page.alias(thread=Left("path", STEP_CHARS)).filter(
        thread__in=threads, path__gte=min(threads), path__lte=max(threads) + LAST_STEP
    )
    before = Q(path__gte=start.thread_path, path__lt=start.path)
    return in_threads.exclude(before).order_by(place, "path").values("pk")[: COMMENTS_A_SCREEN + 1]
