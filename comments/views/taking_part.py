"""One-button forms beside comments: this helped, follow this thread, follow this discussion."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from comments.actions import follow, unfollow, vote
from comments.models import MAX_COMMENT_ID, PageComment
from comments.models.screen import Position
from pages.models import Page


@require_POST
def vote_on_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Count the person's vote, or no more; a program that asks for JSON hears the new count."""
    comment = _comment(pk)
    if not request.user.is_authenticated:
        return _sign_in_first(request, comment.get_absolute_url())
    try:
        now = vote(comment, by=request.user, is_helpful=_is_on(request))
    except PageComment.DoesNotExist:
        raise Http404 from None
    if request.accepts("text/html"):
        return _back(request, comment.page, f"c{comment.pk}")
    return JsonResponse({"on": _is_on(request), "count": now.helpful_count})


@require_POST
def follow_thread(request: HttpRequest, pk: int) -> HttpResponse:
    comment = _comment(pk)
    if comment.reply_to_id:
        raise Http404("A thread is followed from its first comment.")
    return _follow(request, comment.page, f"c{pk}", thread=comment)


@require_POST
def follow_page(request: HttpRequest, slug: str) -> HttpResponse:
    return _follow(request, get_object_or_404(Page.objects.visible(), slug=slug), "comments")


def _follow(request: HttpRequest, page: Page, place: str, **what: Any) -> HttpResponse:
    if not request.user.is_authenticated:
        return _sign_in_first(request, f"{page.get_absolute_url()}#{place}")
    act = follow if _is_on(request) else unfollow
    act(page, by=request.user, **what)
    return _back(request, page, place)


def _comment(pk: int) -> PageComment:
    """A comment that readers see; one that is held or removed is missing like one that never was."""
    if pk > MAX_COMMENT_ID:
        raise Http404
    return get_object_or_404(PageComment.objects.seen_by_readers().select_related("page"), pk=pk)


def _is_on(request: HttpRequest) -> bool:
    return request.POST.get("on") == "1"


def _sign_in_first(request: HttpRequest, address: str) -> HttpResponse:
    if request.accepts("text/html"):
        return redirect_to_login(address)
    raise PermissionDenied("Sign in to take part.")


def _back(request: HttpRequest, page: Page, place: str) -> HttpResponse:
    """To the screen that the button was on: only an order and a place in it are taken from the form."""
    query = Position.read(request.POST).query
    return HttpResponseRedirect(
        f"{page.get_absolute_url()}{f'?{query}' if query else ''}#{place}", status=303
    )
