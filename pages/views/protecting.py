"""Choosing who may edit a page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pages.actions.errors import NothingChanged
from pages.actions.protect import protect
from pages.forms import ProtectForm
from pages.permissions import can_protect
from pages.views.reading import elsewhere_is_an_answer
from pages.views.screens import load_page, refuse, see_other


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@elsewhere_is_an_answer
def protect_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    page = load_page(request, slug)
    if not can_protect(request.user, page):
        return refuse(request, page=page, reason=_("Only moderators protect pages."))
    form = ProtectForm(request.POST if request.method == "POST" else None, initial={"level": page.protection})
    if form.is_valid():
        try:
            protect(page, form.cleaned_data["level"], by=request.user, reason=form.cleaned_data["reason"])
        except NothingChanged as same:
            form.add_error("level", str(same))
        else:
            messages.success(request, _("The protection is saved."))
            return see_other(page)
    context = {"page": page, "form": form}
    return render(request, "pages/protect.html", context, status=400 if form.is_bound else 200)
