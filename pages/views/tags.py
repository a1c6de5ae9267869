"""Tags: all of them, and the pages of one."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pages.models import PageTag, Tag
from pages.text.titles import slugify
from pages.views.links import screen_of

TAGS_A_SCREEN = 100


@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    after = request.GET.get("after", "").replace("\0", "")
    found = Tag.objects.by_name()
    shown, more = screen_of(found.filter(slug__gt=after) if after else found, TAGS_A_SCREEN)
    context = {"tags": shown, "is_first_screen": not after, "next_cursor": shown[-1].slug if more else ""}
    return render(request, "pages/tags.html", context)


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The pages of a tag by name; another spelling of it leads to it."""
    found = Tag.objects.filter(slug=slugify(slug)).first()
    if found is None:
        raise Http404(_("No page has this tag."))
    if found.slug != slug:
        return redirect(found, permanent=True)
    after = request.GET.get("after", "").replace("\0", "")
    pages = PageTag.objects.of(slug)
    shown, more = screen_of(pages.filter(page_slug__gt=after) if after else pages)
    context = {
        "tag": found,
        "rows": shown,
        "is_first_screen": not after,
        "next_cursor": shown[-1].page_slug if more else "",
    }
    return render(request, "pages/tag.html", context)
