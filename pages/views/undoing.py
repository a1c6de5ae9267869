"""Taking one revision's change back, or one author's last run of them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from pages.actions.errors import EditConflict, NothingBefore, NothingChanged, PageMovedOn
from pages.actions.roll_back import roll_back
from pages.actions.undo import undo, undo_summary
from pages.forms import EditForm
from pages.models import MAX_SUMMARY_CHARS, Page, Revision
from pages.permissions import can_revert, can_roll_back
from pages.text import diff
from pages.text.refusals import Refusal
from pages.views.reading import elsewhere_is_an_answer
from pages.views.saving import posted_revision
from pages.views.screens import load_page, refuse, see_other


@never_cache
@require_POST
@elsewhere_is_an_answer
def undo_page(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    page = load_page(request, slug, Page.objects.visible().with_current())
    if not can_revert(request.user, page):
        return refuse(request, page=page)
    try:
        revision = undo(page, number, by=request.user, summary=_reason(request))
    except Revision.DoesNotExist:
        raise Http404(_("There is no such revision of this page.")) from None
    except EditConflict as conflict:
        return _clash_screen(request, page, conflict)
    except (NothingBefore, NothingChanged, Refusal) as error:
        messages.warning(request, str(error))
    else:
        words = _("Revision %(old)d is undone. This is revision %(new)d, and it can be undone too.")
        messages.success(request, words % {"old": number, "new": revision.number})
    return see_other(page)


@never_cache
@require_POST
@elsewhere_is_an_answer
def roll_back_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    page = load_page(request, slug, Page.objects.visible().with_current())
    if not can_roll_back(request.user, page):
        return refuse(request, page=page, reason=_("Only trusted contributors and moderators roll back."))
    last = posted_revision(request, page, "base")
    if last is None:
        raise Http404(_("There is no such revision of this page."))
    try:
        revision = roll_back(page, by=request.user, base=last.number, summary=_reason(request))
    except (NothingBefore, NothingChanged, PageMovedOn, Refusal) as error:
        messages.warning(request, str(error))
    else:
        words = _(
            "The page reads as in revision %(old)d again. This is revision %(new)d, and it can be undone."
        )
        messages.success(request, words % {"old": revision.reverted_to, "new": revision.number})
    return see_other(page)


def _clash_screen(request: HttpRequest, page: Page, conflict: EditConflict) -> HttpResponse:
    """What stands in the way, and the edit form with all that could be undone undone already."""
    merged, current = conflict.merge, conflict.current
    body = merged.resolve({clash.index: clash.theirs for clash in merged.conflicts})
    summary = undo_summary(conflict.base, _reason(request))
    initial = {"title": page.title, "body": body, "base": current.number, "summary": summary}
    context = {
        "page": page,
        "undone": conflict.base,
        "clashes": [diff.rows(clash.theirs, clash.mine) for clash in merged.conflicts],
        "form": EditForm(initial=initial, base_revision=current),
        "tab": "history",
    }
    return render(request, "pages/undo.html", context, status=409)


def _reason(request: HttpRequest) -> str:
    return " ".join(request.POST.get("summary", "").split())[:MAX_SUMMARY_CHARS]
