"""Reviewing facts: readers report what is outdated, contributors decide and see what is due."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pages.actions.report_fact import (
    AlreadyDecided,
    ManyWait,
    NoSuchFact,
    TooManyReports,
    decide_report,
    report_fact,
)
from pages.models import FactReport, Page, PageRendering
from pages.models.fact import fact_schema
from pages.permissions import can_create, is_banned
from pages.text.fact_schema import Schema
from pages.text.fact_values import label_of
from pages.views.facts_beside import reportable
from pages.views.reading import elsewhere_is_an_answer
from pages.views.screens import SeeOther, load_page, refuse

REPORTS_A_SCREEN = 30
PAGES_A_SCREEN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@elsewhere_is_an_answer
def report(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The whole list of a page's facts to report from; a report leads back here with thanks."""
    page = load_page(request, slug, Page.objects.visible().select_related("rendering"))
    if is_banned(request.user):
        return refuse(request, page=page)
    if request.method != "POST":
        return _report_screen(request, page)
    try:
        key = request.POST.get("key", "")
        report_fact(page, key, by=request.user, address=request.META.get("REMOTE_ADDR", ""))
    except NoSuchFact:
        return _report_screen(request, page, _("Choose one of the facts of this page."), status=400)
    except TooManyReports:
        words = _("You reported many facts today, thank you. Please go on tomorrow, or leave a comment.")
        return _report_screen(request, page, words, status=429)
    except ManyWait:
        words = _("Many reports wait on this page already, so this one was not kept. Thank you.")
        return _report_screen(request, page, words, status=429)
    # A message would need a cookie, which strangers do not get: the address says thanks.
    return SeeOther(f"{reverse('pages:report_fact', args=[page.slug])}?thanks=1")


def _report_screen(request: HttpRequest, page: Page, problem: str = "", *, status: int = 200) -> HttpResponse:
    context = {
        "page": page,
        "facts": reportable(page.rendering.front_matter, fact_schema()),
        "problem": problem,
        "is_thanked": "thanks" in request.GET,
    }
    return render(request, "pages/report_fact.html", context, status=status)


@never_cache
@require_safe
def outdated_facts(request: HttpRequest) -> HttpResponseBase:
    """What readers reported, oldest first, and the pages whose facts are due, longest due first."""
    if not can_create(request.user):
        return refuse(request)
    schema, today = fact_schema(), timezone.localdate()
    reports = FactReport.objects.pending().select_related("page").order_by("id")
    due = _after(PageRendering.objects.due(today), request.GET.get("after", ""))
    rows = list(due[: PAGES_A_SCREEN + 1])
    shown = rows[:PAGES_A_SCREEN]
    context = {
        "reports": [(each, _label(each.key, schema)) for each in reports[:REPORTS_A_SCREEN]],
        "waiting": reports.count(),
        "due": [(each.page, each.review_by, _labels(each, schema, today)) for each in shown],
        "next": f"{shown[-1].review_by}.{shown[-1].page_id}" if len(rows) > PAGES_A_SCREEN else "",
    }
    return render(request, "pages/outdated_facts.html", context)


@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponseBase:
    if not can_create(request.user):
        return refuse(request, back=reverse("pages:outdated_facts"))
    found = get_object_or_404(FactReport.objects.filter(page__deleted_at=None), pk=number)
    try:
        decide_report(found, is_outdated=request.POST.get("outcome") == "outdated", by=request.user)
    except PermissionDenied:
        return refuse(request, page=found.page)
    except AlreadyDecided:
        raise Http404(_("Somebody decided on this report already.")) from None
    return SeeOther(reverse("pages:outdated_facts"))


def _after(due: Any, typed: str) -> Any:
    """The list from where its last screen ended; from its beginning where the address is not one of ours."""
    day, _dot, number = typed.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        return due
    try:
        return due.after(date.fromisoformat(day), int(number))
    except ValueError:
        return due


def _labels(rendering: PageRendering, schema: Schema, today: date) -> list[str]:
    stale = rendering.stale_keys(schema, today)
    known = [key for key in dict.fromkeys(fact.top for fact in schema.facts.values()) if key in stale]
    return [_label(key, schema) for key in [*known, *sorted(stale - set(known))]]


def _label(key: str, schema: Schema) -> str:
    return schema.facts[key].label if key in schema.facts else label_of(key)
