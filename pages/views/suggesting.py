"""Suggesting titles while somebody types: to the search box, to the browser's own, to the editor."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from pages.search import suggest
from pages.text.wikilinks import wikilink_to

MAX_COMPLETIONS = 8
MAX_SHOWN_CHARS = 200


@never_cache
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Pages whose titles begin with what was typed, or are spelled like it.

    `as=json` gives what browsers understand: the text, titles, descriptions, addresses
    (https://github.com/dewitt/opensearch, Suggestions extension).
    """
    typed = request.GET.get("q", "").strip()[:MAX_SHOWN_CHARS]
    pages = suggest(typed, limit=MAX_COMPLETIONS)
    if request.GET.get("as") == "json":
        titles = [page.title for page in pages]
        addresses = [request.build_absolute_uri(page.get_absolute_url()) for page in pages]
        return JsonResponse([typed, titles, [""] * len(pages), addresses], safe=False)
    return render(request, "pages/suggestions.html", {"query": typed, "pages": pages})


@require_safe
def describe_search(request: HttpRequest) -> HttpResponse:
    """How browsers search this site from their own bar (OpenSearch 1.1)."""
    site = request.build_absolute_uri("/").rstrip("/")
    context = {"site": site}
    return render(
        request, "pages/opensearch.xml", context, content_type="application/opensearchdescription+xml"
    )


@never_cache
@require_safe
def titles(request: HttpRequest) -> JsonResponse:
    """Pages whose titles begin with what somebody types behind `[[`, and the link to each."""
    found = suggest(request.GET.get("q", ""), limit=MAX_COMPLETIONS)
    return JsonResponse(
        {"pages": [{"title": page.title, "link": wikilink_to(page.title, page.slug)} for page in found]}
    )
