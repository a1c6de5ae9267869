"""Searching: what somebody typed, and the pages and remarks that have it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pages.models.revision import start_of_day
from pages.permissions import can_create
from pages.search import Hits, Query, QueryRefused, Remarks, correct, find_remarks, parse, suggest
from pages.search import search as find
from pages.search.query import MAX_QUERY_CHARS, readable
from pages.text.titles import MAX_TITLE_CHARS, slugify

HITS_A_SCREEN = 20
REMARKS_BESIDE_PAGES = 3
SIMILAR_TITLES = 5
DAYS_OF_LATELY = 7


@dataclass(frozen=True)
class Filter:
    """One link beside what was found. `count` is None where it is not known."""

    label: str
    address: str
    is_chosen: bool
    count: int | None = None
    has_uncounted: bool = False


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "")
    try:
        query = parse(typed)
    except QueryRefused as refusal:
        refused = {"query": readable(typed[: MAX_QUERY_CHARS // 10]), "message": str(refusal), "hits": ()}
        return render(request, "pages/search.html", refused, status=400)
    return render(request, "pages/search.html", _found(query, request))


def _found(query: Query, request: HttpRequest) -> dict[str, Any]:
    after, by_time = request.GET.get("after"), request.GET.get("sort") == "new"
    in_comments = query.place == "comments"
    days = _days(timezone.localdate())
    hits = find(
        query,
        limit=0 if in_comments else HITS_A_SCREEN,
        after=None if in_comments else after,
        by_time=by_time,
        since=[start_of_day(day + timedelta(days=1)) for day in days.values()],
    )
    remarks = find_remarks(
        query,
        limit=HITS_A_SCREEN if in_comments else REMARKS_BESIDE_PAGES,
        after=after if in_comments else None,
        by_time=by_time,
    )
    shows_remarks = in_comments or (not query.place and not after)
    is_empty = not hits.hits and not (remarks.remarks and shows_remarks)
    return {
        "query": query.text,
        "hits": hits.hits,
        "is_widened": hits.is_widened,
        "remarks": remarks.remarks if shows_remarks else (),
        "in_comments": in_comments,
        "next_cursor": remarks.next_cursor if in_comments else hits.next_cursor,
        "hints": query.hints,
        "message": _("Type a word to search for.") if query.text and not query.is_asking else "",
        "places": _places(query, by_time, hits, remarks),
        "times": [] if in_comments else _times(query, by_time, hits, days),
        "sorts": [
            Filter(_("Most relevant first"), _address(query.text, by_time=False), not by_time),
            Filter(_("Newest first"), _address(query.text, by_time=True), by_time),
        ],
        "sort": "new" if by_time else "",
        "is_empty": is_empty,
        "new_title": _new_title(query, hits, request.user),
        "corrected": correct(query) if is_empty else "",
        "similar": suggest(query.plain, limit=SIMILAR_TITLES) if is_empty else [],
    }


def _places(query: Query, by_time: bool, hits: Hits, remarks: Remarks) -> list[Filter]:
    """All, pages, comments, with how many there are of each."""
    in_pages, in_comments = (hits.total, hits.has_uncounted), (remarks.total, remarks.has_uncounted)
    both = (hits.total + remarks.total, hits.has_uncounted or remarks.has_uncounted)
    labels = [
        ("", _("Everything"), both),
        ("pages", _("Pages"), in_pages),
        ("comments", _("Comments"), in_comments),
    ]
    return [
        Filter(
            label,
            _address(query.typed_with("in", f"in:{place}" if place else ""), by_time=by_time),
            place == query.place,
            *counted,
        )
        for place, label, counted in labels
    ]


def _days(today: date) -> dict[str, date]:
    """The day behind which something is new, by the words of the link."""
    return {
        _("This week"): today - timedelta(days=DAYS_OF_LATELY),
        _("This year"): date(today.year - 1, 12, 31),
    }


def _times(query: Query, by_time: bool, hits: Hits, days: dict[str, date]) -> list[Filter]:
    anytime = Filter(_("Any time"), _address(query.typed_with("after"), by_time=by_time), not query.after)
    newer = hits.newer or (0,) * len(days)
    return [anytime] + [
        Filter(
            label,
            _address(query.typed_with("after", f"after:{day}"), by_time=by_time),
            query.after == day + timedelta(days=1),
            None if query.after else count,
            hits.has_uncounted,
        )
        for (label, day), count in zip(days.items(), newer, strict=True)
    ]


def _address(typed: str, *, by_time: bool) -> str:
    fields = {"q": typed, "sort": "new" if by_time else ""}
    return f"?{urlencode({key: value for key, value in fields.items() if value})}"


def _new_title(query: Query, hits: Hits, person: Any) -> str:
    """The title of the page that could be written; empty where there is one, or this person may not."""
    title = query.plain[:MAX_TITLE_CHARS]
    is_taken = any(hit.page.slug == slugify(title) for hit in hits.hits)
    return title if slugify(title) and not is_taken and can_create(person) else ""
