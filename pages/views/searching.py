"""Searching: the words that somebody typed, and the pages that have them."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from pages.permissions import can_create
from pages.search import Query, QueryRefused, parse, suggest
from pages.search import search as find
from pages.search.query import MAX_QUERY_CHARS
from pages.text.wikilinks import wikilink_to

HITS_A_SCREEN = 20
SIMILAR_TITLES = 5
MAX_COMPLETIONS = 8


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "")
    try:
        query = parse(typed)
    except QueryRefused as refusal:
        refused = {"query": parse(typed[: MAX_QUERY_CHARS // 10]).text, "hits": [], "message": str(refusal)}
        return render(request, "pages/search.html", refused, status=400)
    found = find(query, limit=HITS_A_SCREEN, after=request.GET.get("after"))
    context = {
        "query": query.text,
        "hits": found.hits,
        "is_widened": found.is_widened,
        "next_cursor": found.next_cursor,
        "message": _message(query),
        "can_create": not found.hits and can_create(request.user),
        "similar": [] if found.hits else suggest(query.text, limit=SIMILAR_TITLES),
    }
    return render(request, "pages/search.html", context)


@never_cache
@require_safe
def titles(request: HttpRequest) -> JsonResponse:
    """Pages whose titles begin with what somebody types behind `[[`, and the link to each."""
    found = suggest(request.GET.get("q", ""), limit=MAX_COMPLETIONS)
    return JsonResponse(
        {"pages": [{"title": page.title, "link": wikilink_to(page.title, page.slug)} for page in found]}
    )


def _message(query: Query) -> str:
    return _("Type a word to search for.") if query.text and not query.terms else ""
