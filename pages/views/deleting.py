"""Deleting a page, and bringing it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from pages.actions.delete import delete
from pages.actions.restore import restore
from pages.forms import MAX_REASON_CHARS, ReasonForm
from pages.models import Page
from pages.permissions import can_delete, can_restore
from pages.views.reading import elsewhere_is_an_answer
from pages.views.screens import load_page, refuse, see_other


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@elsewhere_is_an_answer
def delete_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    page = load_page(request, slug)
    if not can_delete(request.user, page):
        return refuse(request, page=page, reason=_why_not(page))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        delete(page, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The page is deleted. You can restore it here."))
        return see_other(page)
    context = {"page": page, "form": form, "linked_from": page.backlinks().count()}
    return render(request, "pages/delete.html", context, status=400 if form.is_bound else 200)


@require_POST
@elsewhere_is_an_answer
def restore_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    page = load_page(request, slug, Page.objects.all())
    if page.is_deleted and can_restore(request.user, page):
        restore(page, by=request.user, reason=request.POST.get("reason", "")[:MAX_REASON_CHARS])
        messages.success(request, _("The page is back, with its history and its comments."))
    elif page.is_deleted:
        return refuse(request, page=page, reason=_("Only moderators restore pages."))
    return see_other(page)


def _why_not(page: Page) -> str:
    return _("The front page cannot be deleted.") if page.is_home else _("Only moderators delete pages.")
