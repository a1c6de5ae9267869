"""Who wrote each line of a page, and when."""

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pages.derived import blame_now
from pages.models import Page, PageBlame, Revision
from pages.permissions import can_edit
from pages.text.blame import Stretch, count_lines, window
from pages.text.lines import split_ending, split_lines
from pages.views.reading import elsewhere_is_an_answer
from pages.views.screens import load_page, pages_whose_history_opens_to, watching_of

LINES_A_SCREEN = 2_000
REVISIONS_A_SCREEN = 500


class Run(NamedTuple):
    """Lines that one revision brought, with their numbers in the text; no `revision` if it is not there."""

    revision: Revision | None
    lines: list[tuple[int, str]]


@require_safe
@elsewhere_is_an_answer
def blame(request: HttpRequest, slug: str) -> HttpResponse:
    pages = pages_whose_history_opens_to(request.user).with_current()
    page = load_page(request, slug, pages.select_related("blame", "current__stored_text__keyframe"))
    found = _blame(page)
    context: dict[str, Any] = {"page": page, "can_edit": can_edit(request.user, page), "tab": "history"}
    context["watching"] = watching_of(request.user, page)
    if found:
        context |= _screen(page, found, _first_line(request.GET.get("line")))
    return render(request, "pages/blame.html", {**context, "is_ready": found is not None})


def _blame(page: Page) -> PageBlame | None:
    stored: PageBlame | None = getattr(page, "blame", None)
    if stored and stored.revision_id == page.current_id and page.current and stored.fits(page.current.text):
        return stored
    computed = blame_now(page)
    # A save since we read the page: its text is not the one that was blamed.
    return computed if computed and computed.revision_id == page.current_id else None


def _screen(page: Page, found: PageBlame, first: int) -> dict[str, Any]:
    stretches = window(found.runs, first, lines=LINES_A_SCREEN, numbers=REVISIONS_A_SCREEN)
    total = count_lines(found.runs)
    after = stretches[-1].start + stretches[-1].lines if stretches else total
    return {
        "runs": _runs(page, stretches),
        "total": total,
        "first_line": first + 1,
        "last_line": after,
        "next_line": after + 1 if after < total else None,
    }


def _runs(page: Page, stretches: list[Stretch]) -> list[Run]:
    wanted = page.revisions.newest_first().with_suppressions()
    revisions = {r.number: r for r in wanted.filter(number__in={s.number for s in stretches})}
    lines = [split_ending(line)[0] for line in split_lines(page.current.text)] if page.current else []
    return [
        Run(
            revisions.get(number),
            list(enumerate(lines[start : start + length], start=start + 1)),
        )
        for number, start, length in stretches
    ]


def _first_line(text: str | None) -> int:
    """The line to begin with, counted from 0; the first one where the address has no number."""
    return max(0, int(text) - 1) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
