"""Comparing pages: the table of their facts, its choice of columns, and the same for programs."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pages.compare import MAX_COLUMNS, Columns, compare, find_columns
from pages.models import Page
from pages.models.fact import fact_schema
from pages.rendering import missing
from pages.text.comparison import Comparison
from pages.text.comparison_formats import to_csv, to_json, to_json_ld, to_markdown
from pages.text.comparison_names import parse_names

MAX_OFFERED = 60
SWITCHES = ("differences", "shared")


@require_safe
def choose_columns(request: HttpRequest) -> HttpResponseBase:
    """The form's door: leads to the address of what was chosen, or shows what there is to choose from."""
    chosen = [*request.GET.getlist("c"), *request.GET.getlist("add")]
    wanted = parse_names("+".join(chosen))
    if len(wanted) > MAX_COLUMNS:
        return _screen(request, Columns(()), refusal=_too_many(), status=400)
    if not wanted:
        return _screen(request, Columns(()))
    address = reverse("pages:compare", args=["+".join(each.name for each in wanted)])
    return redirect(f"{address}{_switched(request)}")


@require_safe
def compare_pages(request: HttpRequest, names: str) -> HttpResponseBase:
    wanted = parse_names(names)
    if len(wanted) > MAX_COLUMNS:
        return _screen(request, Columns(()), refusal=_too_many(), status=400)
    columns = find_columns(wanted)
    is_whole = not columns.missing and not columns.unreadable
    if columns.found and is_whole and columns.names != names:
        return redirect(
            f"{reverse('pages:compare', args=[columns.names])}{_switched(request)}", permanent=True
        )
    return _screen(request, columns, status=200 if columns.found else 404)


@require_safe
def compare_as(request: HttpRequest, names: str, ending: str) -> HttpResponseBase:
    """The whole table as CSV, JSON or Markdown; 404 where no page is found."""
    wanted = parse_names(names)
    if len(wanted) > MAX_COLUMNS:
        return _plain(_too_many(), status=400)
    columns = find_columns(wanted)
    if not columns.found:
        return _plain(_("There is no such page."), status=404)
    comparison = compare(columns.found)
    if ending == "json":
        return JsonResponse(to_json(comparison, settings.SITE_URL), json_dumps_params={"ensure_ascii": False})
    if ending == "csv":
        answer = HttpResponse(to_csv(comparison), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="comparison.csv"'
        return answer
    return HttpResponse(to_markdown(comparison), content_type="text/markdown; charset=utf-8")


def _screen(
    request: HttpRequest, columns: Columns, *, refusal: str = "", status: int = 200
) -> HttpResponseBase:
    comparison = compare(columns.found, is_shared="shared" in request.GET)
    offered = list(Page.objects.listed(fact_schema().listed_by)[:MAX_OFFERED])
    taken = {column.slug for column in columns.found}
    context = {
        "comparison": comparison,
        "columns": columns,
        "titles": get_text_list([column.title for column in columns.found], _("and")),
        "offered": [page for page in offered if page.slug not in taken],
        "refusal": refusal,
        "missing": missing(_linked(comparison)),
        "json_ld": to_json_ld(comparison, settings.SITE_URL),
        "canonical": settings.SITE_URL + reverse("pages:compare", args=[columns.names or "-"]),
        "most": MAX_COLUMNS,
        **{f"is_{switch}": switch in request.GET for switch in SWITCHES},
    }
    return render(request, "pages/compare.html", context, status=status)


def _linked(comparison: Comparison) -> set[str]:
    cells = (cell for row in comparison.rows for cell in row.cells)
    return {part.slug for cell in cells for part in cell.parts if part.slug}


def _switched(request: HttpRequest) -> str:
    chosen: dict[str, Any] = {switch: "1" for switch in SWITCHES if switch in request.GET}
    return f"?{urlencode(chosen)}" if chosen else ""


def _too_many() -> str:
    words = _("A comparison has at most %(most)d columns. Take some away and compare the rest separately.")
    return words % {"most": MAX_COLUMNS}


def _plain(words: str, *, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", content_type="text/plain; charset=utf-8", status=status)
