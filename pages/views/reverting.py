"""Bringing an older revision back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pages.actions.errors import NothingChanged
from pages.actions.revert import revert
from pages.models import MAX_SUMMARY_CHARS, Revision
from pages.permissions import can_revert
from pages.text.refusals import Refusal
from pages.views.reading import elsewhere_is_an_answer
from pages.views.screens import load_page, refuse, see_other


@require_POST
@elsewhere_is_an_answer
def revert_page(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    page = load_page(request, slug)
    if not can_revert(request.user, page):
        return refuse(request, page=page)
    reason = " ".join(request.POST.get("summary", "").split())[:MAX_SUMMARY_CHARS]
    try:
        revision = revert(page, number, by=request.user, summary=reason)
    except Revision.DoesNotExist:
        raise Http404(_("There is no such revision of this page.")) from None
    except PermissionDenied:
        return refuse(request, page=page)
    except NothingChanged as same:
        messages.info(request, str(same))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        words = _(
            "The page reads as in revision %(old)d again. This is revision %(new)d, and it can be undone."
        )
        messages.success(request, words % {"old": number, "new": revision.number})
    return see_other(page)
