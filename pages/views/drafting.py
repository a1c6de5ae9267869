"""Drafts: the editor's autosave, the list of one's own, and what becomes of them."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pages.actions.discard_draft import discard_draft, return_draft
from pages.actions.errors import BaseMissing
from pages.actions.save_draft import Continued, save_draft
from pages.models import Draft, Page, Redirect
from pages.text.refusals import Refusal
from pages.views.screens import SeeOther, refuse


@never_cache
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest) -> JsonResponse:
    """POST keeps what is being typed; GET gives an open editor a new token when its person is back."""
    if not request.user.is_authenticated:
        return _refused(_("You were signed out."), signed_out=True)
    if request.method == "GET":
        return JsonResponse({"person": request.user.pk, "token": get_token(request)})
    if request.POST.get("person", str(request.user.pk)) != str(request.user.pk):
        return _refused(_("Somebody else is signed in now."))
    slug = request.POST.get("page", "")
    page = _page_at(slug) if slug else None
    if slug and page is None:
        return _refused(_("This page is not there any more."), status=404)
    return _save(request, page)


def _save(request: HttpRequest, page: Page | None) -> JsonResponse:
    try:
        saved = save_draft(
            request.user,
            page=page,
            base=_number(request.POST.get("base", "")) if page else 0,
            title=request.POST.get("title", ""),
            body=request.POST.get("body", ""),
            summary=request.POST.get("summary", ""),
            section=request.POST.get("section", ""),
            continues=_continued(request),
        )
    except PermissionDenied:
        return _refused(_("You may not edit this page any more."))
    except (BaseMissing, Refusal) as refusal:
        return _refused(str(refusal), status=400)
    return JsonResponse(
        {
            "number": request.POST.get("number", "")[:20],
            "sha256": sha256(saved.body.encode()).hexdigest(),
            "bytes": len(saved.body.encode()),
            "draft": saved.pk,
            "saved_at": saved.saved_at.isoformat(),
            "clock": timezone.localtime(saved.saved_at).strftime("%H:%M"),
        }
    )


@never_cache
@require_safe
@login_required
def drafts(request: HttpRequest) -> HttpResponse:
    mine = Draft.objects.of(request.user).newest_first().defer("body")
    context = {"drafts": mine.live(), "discarded": mine.discarded()}
    return render(request, "pages/drafts.html", context)


@never_cache
@require_safe
@login_required
def draft_text(request: HttpRequest, number: int) -> HttpResponse:
    """The text alone, for those who may not edit its page any more too."""
    found = _own_draft(request, number)
    return HttpResponse(found.body, content_type="text/plain; charset=utf-8")


@require_POST
def discard(request: HttpRequest, number: int) -> Any:
    if not request.user.is_authenticated:
        return refuse(request, back=reverse("pages:drafts"))
    found = _own_draft(request, number)
    discard_draft(found)
    messages.info(request, _("The draft is discarded. For 30 days you can bring it back from your drafts."))
    return SeeOther(reverse("pages:drafts") if "list" in request.POST else found.get_absolute_url())


@require_POST
def bring_back(request: HttpRequest, number: int) -> Any:
    if not request.user.is_authenticated:
        return refuse(request, back=reverse("pages:drafts"))
    found = _own_draft(request, number)
    return_draft(found)
    return SeeOther(found.get_absolute_url())


def _own_draft(request: HttpRequest, number: int) -> Draft:
    """Somebody else's draft is not there."""
    return get_object_or_404(Draft.objects.of(request.user).select_related("page", "person"), pk=number)


def _page_at(slug: str) -> Page | None:
    """The page that an editor was opened for: it may have been renamed since."""
    if page := Page.objects.visible().filter(slug=slug).first():
        return page
    moved = Redirect.objects.filter(slug=slug, page__deleted_at=None).select_related("page").first()
    return moved.page if moved else None


def _continued(request: HttpRequest) -> Continued | None:
    seen, number = _moment(request.POST.get("seen", "")), _number(request.POST.get("draft", ""))
    return Continued(number, seen) if seen and number else None


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and timezone.is_aware(moment) else None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _refused(sentence: str, *, status: int = 403, signed_out: bool = False) -> JsonResponse:
    return JsonResponse({"error": sentence, "signed_out": signed_out}, status=status)
