"""A contributor's page: what one person did, and since when."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from pages.models import Contributor, LogEntry, Revision
from pages.views.cursors import read_moment
from pages.views.lists_of_changes import comments, edits, is_known, log

KINDS = ("", "log", "comments")
WEEKS = 26


@require_safe
def contributor(request: HttpRequest, slug: str) -> HttpResponse:
    person = get_object_or_404(Contributor, slug=slug)
    if not is_known(person):
        raise Http404
    last = read_moment(request.GET.get("before", ""))
    show = request.GET.get("show", "")
    show = show if show in KINDS else ""
    revisions = Revision.objects.filter(author=person)
    context: dict[str, Any] = {
        "person": person,
        "show": show,
        "kinds": [(kind, f"?show={kind}") for kind in KINDS],
        "address": f"?show={show}",
        "is_first_screen": last is None,
        "pages_started": revisions.filter(number=1).count(),
        **_weeks(revisions.by_week(_first_monday(), WEEKS)),
    }
    if show == "log":
        context |= log(LogEntry.objects.filter(actor=person), last)
    elif show == "comments":
        context |= comments(person, last)
    else:
        context |= edits(request, revisions, last)
    return render(request, "pages/contributor.html", context)


def _first_monday() -> date:
    """The first of the weeks that end with the present one."""
    today = timezone.localdate()
    return today - timedelta(days=today.weekday(), weeks=WEEKS - 1)


def _weeks(counts: list[int]) -> dict[str, Any]:
    if not any(counts):
        return {}
    first, most = _first_monday(), max(counts)
    said = ngettext("Up to %(most)s edit a week.", "Up to %(most)s edits a week.", most) % {"most": most}
    return {
        "weeks": counts,
        "weeks_said": said,
        "weeks_from": first,
        "weeks_to": first + timedelta(weeks=WEEKS - 1),
    }
