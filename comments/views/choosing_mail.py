"""Choosing what mail one wants: by the account, and by the links that mails carry."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comments.actions.stop_mail import choose_mail, confirm_follow, stop_mail
from comments.forms import MailChoiceForm
from comments.models import Follow, mail_choice_of
from comments.stop_links import confirmed_number, stopped
from pages.permissions import can_read, is_moderator

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@get_or_post
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """The person's own choice; moderators have one more."""
    choice = mail_choice_of(request.user)
    form = MailChoiceForm(_sent(request), instance=choice, is_moderator=is_moderator(request.user))
    if request.method == "POST" and form.is_valid():
        choose_mail(form.instance)
        messages.success(request, _("Your choice is saved."))
        return HttpResponseRedirect(reverse("comments:choose_mail"), status=303)
    follows = Follow.objects.of(request.user).filter(page__deleted_at=None)
    context = {"form": form, "follows": follows.select_related("page").order_by("-pk")[:100]}
    return render(request, "comments/choose_mail.html", context)


@never_cache
@get_or_post
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A stranger's link: GET asks, POST confirms: programs that look into mail open links (trap 9)."""
    try:
        number = confirmed_number(token)
    except signing.BadSignature:
        return _dead(request)
    if request.method == "POST":
        followed = confirm_follow(number)
        return _answer(request, "confirmed", followed) if followed else _dead(request)
    asked = Follow.objects.filter(pk=number).select_related("page").first()
    return _answer(request, "confirm", asked) if asked else _dead(request)


@never_cache
@get_or_post
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The link at a mail's end, and what a mail program posts by itself.

    The POST is answered 200: RFC 8058 wants no redirect, and doing it twice changes nothing.
    """
    try:
        kind, number = stopped(token)
    except (signing.BadSignature, ValueError):
        return _dead(request)
    if request.method == "POST":
        stop_mail(kind, number)
        return _answer(request, "stopped")
    followed = Follow.objects.filter(pk=number).select_related("page").first() if kind == "follow" else None
    return _answer(request, "stop", followed, kind=kind)


def _sent(request: HttpRequest) -> Any:
    """What was sent, also where it is a form with no box ticked and no field filled."""
    return request.POST if request.method == "POST" else None


def _answer(request: HttpRequest, step: str, followed: Follow | None = None, **more: Any) -> HttpResponse:
    page = followed.page if followed and can_read(request.user, followed.page) else None
    return render(request, "comments/mail_link.html", {"step": step, "page": page, **more})


def _dead(request: HttpRequest) -> HttpResponse:
    return render(request, "comments/mail_link.html", {"step": "dead"}, status=404)
