"""A page's history: the list of its revisions, and the difference of any two."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from pages.models import Page, Revision, UnreadableText
from pages.permissions import can_edit, can_revert, can_roll_back, can_suppress
from pages.text import diff as differences
from pages.views.reading import elsewhere_is_an_answer
from pages.views.screens import load_page, pages_whose_history_opens_to, watching_of

REVISIONS_A_SCREEN = 50


@require_safe
@elsewhere_is_an_answer
def history(request: HttpRequest, slug: str) -> HttpResponse:
    page = load_page(request, slug, pages_whose_history_opens_to(request.user).with_current())
    below = _number(request.GET.get("before"))
    revisions = page.revisions.newest_first().with_suppressions().older_than(below)
    found = list(revisions[: REVISIONS_A_SCREEN + 1])
    shown = found[:REVISIONS_A_SCREEN]
    context = {
        "page": page,
        "revisions": shown,
        "older_cursor": shown[-1].number if len(found) > len(shown) else None,
        "is_first_screen": below is None,
        "can_edit": can_edit(request.user, page),
        "watching": watching_of(request.user, page),
        "can_revert": can_revert(request.user, page),
        "tab": "history",
    }
    return render(request, "pages/history.html", context)


@require_safe
@elsewhere_is_an_answer
def compare_revisions(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The history's form: `?old=3&new=5` leads to that difference, older side first."""
    page = load_page(request, slug, pages_whose_history_opens_to(request.user))
    numbers = [n for n in (_number(request.GET.get("old")), _number(request.GET.get("new"))) if n]
    if len(numbers) < 2 or numbers[0] == numbers[1]:
        return redirect("pages:history", slug=page.slug)
    return redirect("pages:diff", slug=page.slug, old=min(numbers), new=max(numbers))


@require_safe
@elsewhere_is_an_answer
def diff(request: HttpRequest, slug: str, old: int, new: int) -> HttpResponse:
    page = load_page(request, slug, pages_whose_history_opens_to(request.user).with_current())
    both = page.revisions.filter(number__in=[old, new])
    pair = both.select_related("author", "stored_text__keyframe").with_suppressions()
    revisions = {revision.number: revision for revision in pair}
    if {old, new} - revisions.keys():
        raise Http404("This page has no such revision.")
    return render(request, "pages/diff.html", _difference(request, page, revisions[old], revisions[new]))


def _difference(request: HttpRequest, page: Page, old: Revision, new: Revision) -> dict[str, Any]:
    try:
        before, after, gone = old.text, new.text, ""
    except UnreadableText as suppressed:
        before, after, gone = "", "", str(suppressed)
    added, removed = differences.sizes(before, after)
    return {
        "gone": gone,
        "can_suppress": can_suppress(request.user),
        "page": page,
        "old": old,
        "new": new,
        "rows": differences.rows(before, after),
        "added": added,
        "removed": removed,
        "between": max(0, abs(new.number - old.number) - 1),
        "view": "inline" if request.GET.get("view") == "inline" else "side",
        "previous": min(old.number, new.number) - 1,
        "can_edit": can_edit(request.user, page),
        "watching": watching_of(request.user, page),
        "can_revert": can_revert(request.user, page),
        "can_undo": new.number == old.number + 1 and can_revert(request.user, page),
        "can_roll_back": new.pk == page.current_id and can_roll_back(request.user, page),
        "tab": "history",
    }


def _number(text: str | None) -> int | None:
    """A revision's number as the address has it, or None."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 and int(text) else None
