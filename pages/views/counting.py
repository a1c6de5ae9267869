"""Statistics: how much there is, and how many edits each month had."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from pages.models import DayCount
from pages.text.charts import draw_charts
from pages.text.markdown import render_page

MONTHS = 24


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Counted once a day by the clock, so a reader costs two queries whatever the size of the wiki."""
    newest = DayCount.objects.newest()
    months = DayCount.objects.edits_by_month(_first_month(timezone.localdate())) if newest else []
    context = {"newest": newest, "chart": _chart([(row["month"], row["total"]) for row in months])}
    return render(request, "pages/statistics.html", context)


def _first_month(today: date) -> date:
    month = today.year * 12 + today.month - MONTHS
    return date(month // 12, month % 12 + 1, 1)


def _chart(months: list[tuple[date, int]]) -> str:
    """A table of months with a bar in each row: the figures are text for everybody."""
    if not months:
        return ""
    rows = "\n".join(f"| {date_format(month, 'F Y')} | {edits:,} |" for month, edits in months)
    table = f"::: chart bars\n| Month | Edits |\n|---|---:|\n{rows}\n:::\n"
    return mark_safe(draw_charts(render_page(table).html))
