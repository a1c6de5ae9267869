"""What the site tells crawlers: sitemaps in parts (sitemaps.org), robots.txt (RFC 9309) and llms.txt."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from pages.atom import absolute
from pages.models import HOME_SLUG, Page, PageRendering
from pages.models.rendering import contents_from_json
from pages.text.llms import Line, llms_txt

PAGES_A_PART = 10_000  # of 50,000 that the format allows; its 50 MB are far away
NOTE = gettext_lazy(
    "Every page has a Markdown twin: its address with .md in the place of the last slash. "
    "The front matter at its top may hold facts, with their dates and sources."
)
XML = "application/xml; charset=utf-8"


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """One line a part, with the time of the last change in it."""
    parts = Page.objects.visible().changed_by_part(PAGES_A_PART)
    answer = render(request, "pages/sitemap_index.xml", {"parts": parts}, content_type=XML)
    return _dated(answer, max((changed for _, changed in parts), default=None))


@require_safe
def sitemap(request: HttpRequest, number: int) -> HttpResponse:
    """The pages of one part in the order of their numbers, of which it has so many: memory is bounded."""
    pages = Page.objects.visible().in_part(number - 1, PAGES_A_PART)
    rows = list(pages.values_list("slug", "updated_at"))
    if not rows:
        raise Http404
    answer = HttpResponse("".join(_urls(rows)), content_type=XML)
    return _dated(answer, max(changed for _, changed in rows))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """The guide's contents for language models: each page's Markdown with a sentence (llmstxt.org)."""
    front = PageRendering.objects.filter(page__slug=HOME_SLUG, page__deleted_at=None).first()
    pages = Page.objects.visible().with_summaries()
    listed = pages.listed_in(contents_from_json(front.contents if front else None))
    lines = [_line(entry.chapter or _("Pages"), page) for entry, page in listed]
    others = [
        Line(_("Optional"), _("All pages"), absolute(reverse("pages:sitemap_index")), ""),
        Line(_("Optional"), _("Recent changes"), absolute(reverse("pages:site_feed")), ""),
    ]
    text = llms_txt(settings.SITE_NAME, front.says if front else "", str(NOTE), lines, others)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _line(chapter: str, page: Page) -> Line:
    return Line(chapter, page.title, absolute(reverse("pages:source", args=[page.slug])), page.rendering.says)


def _urls(rows: list[tuple[str, datetime]]) -> Iterator[str]:
    """The lines of a part. Addresses are percent-encoded, so nothing in them needs another escape.

    They are put together here: to make a page of each row and ask for its address takes five times as long.
    """
    before, _dash, after = reverse("pages:detail", args=["-"]).partition("-")
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    for slug, changed in rows:
        path = reverse("pages:home") if slug == HOME_SLUG else f"{before}{quote(slug)}{after}"
        at = changed.isoformat(timespec="seconds")
        yield f"<url><loc>{absolute(path)}</loc><lastmod>{at}</lastmod></url>\n"
    yield "</urlset>\n"


def _dated(answer: HttpResponse, changed: datetime | None) -> HttpResponse:
    if changed:
        answer["Last-Modified"] = http_date(changed.timestamp())
    return answer
