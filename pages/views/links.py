"""Lists of links: what leads to a page, what is wanted, what nobody links to, and old names."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from pages.models import BrokenLink, OrphanedPage, Page, PageLink, Redirect, WantedPage
from pages.permissions import can_create
from pages.text.titles import title_of
from pages.views.cursors import Place, read_place
from pages.views.screens import moved_or_missing, refuse

ROWS_A_SCREEN = 50


@require_safe
def backlinks(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What links to a page by any of its names; to a page that is not written by the one that it may have."""
    page = Page.objects.visible().named(slug).first()
    if page and page.slug != slug:
        return redirect("pages:backlinks", page.slug, permanent=True)
    links = PageLink.objects.to(page.names() if page else {slug})
    if page:
        links = links.exclude(source=page)
    elif not links.exists():
        return moved_or_missing(request, slug)
    last = read_place(request.GET.get("after", ""))
    shown, more = screen_of(links.after(*last) if last else links)
    cursor = str(Place(shown[-1].source_id, shown[-1].target_slug)) if more else ""
    context = {"page": page, "slug": slug, "title": page.title if page else title_of(slug), "links": shown}
    return _answer(request, "pages/backlinks.html", context, last, cursor)


@require_safe
def wanted_pages(request: HttpRequest) -> HttpResponse:
    wanted, last = WantedPage.objects.most_wanted(), read_place(request.GET.get("after", ""))
    shown, more = screen_of(wanted.after(*last) if last else wanted)
    cursor = str(Place(shown[-1].link_count, shown[-1].slug)) if more else ""
    return _answer(request, "pages/wanted.html", {"wanted": shown}, last, cursor)


@require_safe
def orphaned_pages(request: HttpRequest) -> HttpResponse:
    orphaned, last = OrphanedPage.objects.newest_first(), read_place(request.GET.get("after", ""))
    shown, more = screen_of(orphaned.filter(page__lt=last.number) if last else orphaned)
    cursor = str(Place(shown[-1].page_id)) if more else ""
    return _answer(request, "pages/orphaned.html", {"orphaned": shown}, last, cursor)


@require_safe
def redirects(request: HttpRequest) -> HttpResponse:
    after = request.GET.get("after", "").replace("\0", "")
    names = Redirect.objects.by_name()
    shown, more = screen_of(names.filter(slug__gt=after) if after else names)
    return _answer(
        request, "pages/redirects.html", {"redirects": shown}, after, shown[-1].slug if more else ""
    )


@never_cache
@require_safe
def broken_links(request: HttpRequest) -> HttpResponseBase:
    """What `manage.py check_links` found, for those who can mend it."""
    if not can_create(request.user):
        return refuse(request)
    broken, last = BrokenLink.objects.by_page(), read_place(request.GET.get("after", ""))
    shown, more = screen_of(broken.after(*last) if last else broken)
    cursor = str(Place(shown[-1].page_id, shown[-1].url)) if more else ""
    return _answer(request, "pages/broken_links.html", {"broken": shown}, last, cursor)


def screen_of(rows: Any, most: int = ROWS_A_SCREEN) -> tuple[list[Any], bool]:
    """The rows of `rows` that fit on a screen, and whether there are more."""
    found = list(rows[: most + 1])
    return found[:most], len(found) > most


def _answer(
    request: HttpRequest, template: str, context: dict[str, Any], last: Place | str | None, cursor: str
) -> HttpResponse:
    return render(request, template, {**context, "is_first_screen": not last, "next_cursor": cursor})
