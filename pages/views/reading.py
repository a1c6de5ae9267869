"""Reading: a page, an older revision of it, its Markdown twin, the front page."""

from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import http_date
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pages.models import HOME_SLUG, Page, Revision, UnreadableText
from pages.models.page import PageQuerySet
from pages.permissions import can_edit, can_revert, can_suppress
from pages.rendering import embed_comparisons, missing, missing_from, preview
from pages.text.charts import lead_chart
from pages.text.embeds import has_embeds
from pages.text.refusals import Refusal
from pages.text.tags import tags_of
from pages.views.describing import described
from pages.views.facts_beside import facts_beside
from pages.views.placing import place_of
from pages.views.screens import (
    PageElsewhere,
    load_page,
    moved_or_missing,
    pages_whose_history_opens_to,
    tools,
    watching_of,
)

MAX_BACKLINKS = 8
MAX_RECENT = 6
MAX_NAME_CHARS = 1_000  # no title is nearly as long, in any spelling; the screen would repeat it six times


def elsewhere_is_an_answer(view: Any) -> Any:
    """Let a view load its page and texts in one line: what is not there becomes its answer."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except PageElsewhere as elsewhere:
            return elsewhere.answer
        except UnreadableText as gone:
            return render(request, "404.html", {"exception": str(gone)}, status=404)

    return answer


@require_safe
@elsewhere_is_an_answer
def home(request: HttpRequest) -> HttpResponse:
    page = load_page(request, HOME_SLUG, _readable())
    recent = Page.objects.recently_changed()[:MAX_RECENT]
    context = {**_reading(request, page), "recently_changed": recent}
    chart, text = lead_chart(context["content"])
    context |= {"chart": mark_safe(chart), "content": mark_safe(text), **described(page)}
    return _dated(render(request, "pages/home.html", context), page.updated_at)


@require_safe
@elsewhere_is_an_answer
def detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    if slug == HOME_SLUG:
        return redirect("pages:home", permanent=True)
    page = load_page(request, slug, _readable().with_reading_order())
    place = place_of(page)
    context = {**_reading(request, page), "place": place, **described(page, place)}
    return _dated(render(request, "pages/detail.html", context), page.updated_at)


@require_safe
@elsewhere_is_an_answer
def revision(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    page = load_page(request, slug, _rendered(pages_whose_history_opens_to(request.user)))
    shown = page.revisions.select_related("author").filter(number=number).first()
    if shown is None:
        raise Http404(f"There is no revision {number} of this page.")
    context = _reading(request, page)
    if shown.pk != page.current_id or page.is_deleted:
        context |= _older(shown)
    return _dated(render(request, "pages/detail.html", context), shown.created_at)


@require_safe
@elsewhere_is_an_answer
def source(request: HttpRequest, slug: str) -> HttpResponse:
    page = load_page(request, slug, Page.objects.visible().select_related("current__stored_text"))
    answer = HttpResponse(page.current.text.encode(), content_type="text/markdown; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{page.slug.encode("ascii", "replace").decode()}.md"'
    return _dated(answer, page.current.created_at)


@require_safe
def spelled_otherwise(request: HttpRequest, name: str) -> HttpResponseBase:
    """A title's other spelling leads to its page; anything else is not written yet."""
    if len(name) > MAX_NAME_CHARS:
        raise Http404(_("No page has so long a name."))
    return moved_or_missing(request, name.strip("/"))


def _dated(answer: HttpResponse, changed: datetime) -> HttpResponse:
    answer["Last-Modified"] = http_date(changed.timestamp())
    return answer


def _readable() -> PageQuerySet:
    return _rendered(Page.objects.visible())


def _rendered(pages: PageQuerySet) -> PageQuerySet:
    return pages.with_current().select_related("rendering")


def _reading(request: HttpRequest, page: Page) -> dict[str, Any]:
    backlinks = list(page.backlinks()[: MAX_BACKLINKS + 1])
    not_written = missing_from(page)
    return {
        "page": page,
        "revision": page.current,
        "can_suppress": can_suppress(request.user),
        "content": mark_safe(embed_comparisons(page.rendering.html_with(not_written))),
        "excerpt": page.rendering.excerpt,
        "has_embeds": has_embeds(page.rendering.html),
        "outline": page.rendering.headings(),
        "infobox": page.rendering.fact_rows(),
        **facts_beside(page, page.rendering.front_matter),
        "missing": not_written,
        "tags": tags_of(page.rendering.front_matter),
        "lead": _text(page.rendering.front_matter.get("summary")),
        "backlinks": backlinks[:MAX_BACKLINKS],
        "has_more_backlinks": len(backlinks) > MAX_BACKLINKS,
        "can_edit": can_edit(request.user, page),
        "can_revert": can_revert(request.user, page),
        "tools": tools(request.user, page),
        "watching": watching_of(request.user, page),
        "is_current": True,
        "tab": "read",
    }


def _older(shown: Revision) -> dict[str, Any]:
    """An older revision is rendered when it is asked for; what no longer renders is shown as its source."""
    emptied = {"excerpt": "", "lead": "", "outline": [], "infobox": []}
    try:
        text = shown.text
    except UnreadableText as gone:
        return {"revision": shown, "is_current": False, "is_removed": True, "refusal": str(gone), **emptied}
    try:
        result, html = preview(text)
    except Refusal as refusal:
        refused = {"refusal": str(refusal), "source": text}
        return {"revision": shown, "is_current": False, **refused, **emptied}
    return {
        "revision": shown,
        "is_current": False,
        "content": mark_safe(html),
        "has_embeds": has_embeds(result.rendered.html),
        "excerpt": result.rendered.excerpt,
        "outline": list(result.rendered.outline),
        "infobox": result.infobox,
        **facts_beside(shown.page, result.front_matter, is_current=False),
        "missing": missing(result.links),
        "lead": _text(result.front_matter.get("summary")),
    }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
