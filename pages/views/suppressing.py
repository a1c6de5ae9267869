"""Removing parts of a revision for good."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pages.actions.errors import NothingChanged, TextIsCurrent
from pages.actions.suppress import suppress
from pages.forms import SuppressForm
from pages.models import Revision, UnreadableText
from pages.permissions import can_suppress
from pages.views.reading import elsewhere_is_an_answer
from pages.views.screens import load_page, pages_whose_history_opens_to, refuse


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@elsewhere_is_an_answer
def suppress_revision(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    page = load_page(request, slug, pages_whose_history_opens_to(request.user).with_current())
    if not can_suppress(request.user):
        return refuse(request, reason=_("Only moderators remove parts of a revision."))
    revision = page.revisions.filter(number=number).first()
    if revision is None:
        raise Http404(_("There is no such revision of this page."))
    form = SuppressForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _suppress(request, form, revision):
        return HttpResponse(status=303, headers={"Location": reverse("pages:history", args=[page.slug])})
    context = {"page": page, "revision": revision, "form": form}
    return render(request, "pages/suppress.html", context, status=400 if form.is_bound else 200)


def _suppress(request: HttpRequest, form: SuppressForm, revision: Revision) -> bool:
    """Whether it was done; else the form says why not."""
    fields = form.cleaned_data
    try:
        redacted = suppress(revision, fields["parts"], by=request.user, reason=fields["reason"])
    except (NothingChanged, TextIsCurrent, UnreadableText) as error:
        form.add_error("parts", str(error))
        return False
    messages.success(request, _("It is removed. The history says so, and the log says why."))
    if redacted:
        messages.info(request, _redacted(redacted))
    return True


def _redacted(drafts: int) -> str:
    words = ngettext(
        "%(number)d draft had lines of it, which are removed too. A line that its author changed stays.",
        "%(number)d drafts had lines of it, which are removed too. A line that its author changed stays.",
        drafts,
    )
    return words % {"number": drafts}
