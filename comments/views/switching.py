"""Opening and closing the discussion of a page."""

from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from comments.actions import switch
from comments.reader_forms import ModeForm
from pages.actions.errors import NothingChanged
from pages.models import Page
from pages.permissions import is_moderator

MAX_PAGE_ID = 2**63 - 1


@require_POST
def switch_discussion(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a moderator's choice from below the page, and lead back there."""
    if not is_moderator(request.user) or pk > MAX_PAGE_ID:
        raise Http404
    page = get_object_or_404(Page.objects.visible(), pk=pk)
    form = ModeForm(request.POST)
    if form.is_valid():
        with suppress(NothingChanged):  # what was wanted is so
            switch(page, form.cleaned_data["mode"], by=request.user, reason=form.cleaned_data["reason"])
    return HttpResponseRedirect(f"{page.get_absolute_url()}#comments", status=303)
