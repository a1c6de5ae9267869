"""Watching: the button on a page, the list of what one watches, and what becomes of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pages.actions.watch import choose_watch_mail, mark_all_seen, stop_watch_mail, unwatch, watch
from pages.forms import WatchMailForm
from pages.models import Watch, WatchFeed, WatchMail
from pages.models.watch import WatchQuerySet
from pages.notify import stopped_person
from pages.views.cursors import Moment, read_moment
from pages.views.reading import elsewhere_is_an_answer
from pages.views.screens import SeeOther, load_page, refuse, see_other

PAGES_A_SCREEN = 50
MAX_NUMBER = 2**31 - 1  # of a page, as the form may send it


@never_cache
@require_POST
@elsewhere_is_an_answer
def watch_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """`on=1` watches, anything else stops it: the button says which, so sending it twice is once."""
    page = load_page(request, slug)
    if not request.user.is_authenticated:
        return refuse(request, page=page)
    if request.POST.get("on") != "1":
        unwatch([page.pk], by=request.user)
        return see_other(page)
    try:
        watch(page, by=request.user)
    except PermissionDenied:
        return refuse(request, page=page)
    return see_other(page)


@never_cache
@require_safe
@login_required
def watchlist(request: HttpRequest) -> HttpResponse:
    mine = Watch.objects.of(request.user).visible()
    found = list(_below(mine, request.GET.get("before", "")).with_changes()[: PAGES_A_SCREEN + 1])
    shown = found[:PAGES_A_SCREEN]
    more = len(found) > len(shown)
    context = {
        "watches": shown,
        "count": mine.count(),
        "unread_count": mine.unread().count(),
        "older_cursor": str(Moment(shown[-1].page.updated_at, shown[-1].page_id)) if more else "",
        "is_first_screen": "before" not in request.GET,
        "feed": WatchFeed.objects.of(request.user).first(),
    }
    return render(request, "pages/watchlist.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit_watchlist(request: HttpRequest) -> HttpResponse:
    """POST takes the ticked pages off the list."""
    if request.method == "POST":
        gone = unwatch(_numbers(request.POST.getlist("page")), by=request.user)
        said = ngettext("You watch %(count)s page less.", "You watch %(count)s pages less.", gone)
        messages.success(request, said % {"count": gone})
        return SeeOther(reverse("pages:edit_watchlist"))
    mine = Watch.objects.of(request.user).visible().by_name()
    after = request.GET.get("after", "").replace("\0", "")
    found = list((mine.filter(page__slug__gt=after) if after else mine)[: PAGES_A_SCREEN + 1])
    shown = found[:PAGES_A_SCREEN]
    next_cursor = shown[-1].page.slug if len(found) > len(shown) else ""
    context = {"watches": shown, "next_cursor": next_cursor, "is_first_screen": not after}
    return render(request, "pages/edit_watchlist.html", context)


@never_cache
@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponseBase:
    if not request.user.is_authenticated:
        return refuse(request, back=reverse("pages:watchlist"))
    mark_all_seen(by=request.user)
    messages.success(request, _("All pages that you watch are marked as read."))
    return SeeOther(reverse("pages:watchlist"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def choose_mail(request: HttpRequest) -> HttpResponse:
    """When the person hears by mail of the pages on the list."""
    choice = WatchMail.objects.filter(person_id=request.user.pk).first()
    form = WatchMailForm(request.POST if request.method == "POST" else None, instance=choice)
    if request.method == "POST" and form.is_valid():
        choose_watch_mail(form.cleaned_data["when"], by=request.user)
        messages.success(request, _("Your choice is saved."))
        return SeeOther(reverse("pages:watchlist"))
    return render(request, "pages/watch_mail.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mail(request: HttpRequest, token: str) -> HttpResponse:
    """The link at a mail's end: GET asks, POST stops. A mail program's own POST wants a 200 (RFC 8058)."""
    try:
        person = stopped_person(token)
    except (signing.BadSignature, ValueError, TypeError):
        return render(request, "pages/stop_watch_mail.html", {"step": "dead"}, status=404)
    if request.method == "POST":
        stop_watch_mail(person)
    step = "stopped" if request.method == "POST" else "stop"
    return render(request, "pages/stop_watch_mail.html", {"step": step})


@never_cache
@require_POST
def renew_feed(request: HttpRequest) -> HttpResponseBase:
    """`on=1` makes a secret address, in the place of the one before; anything else takes it away."""
    if not request.user.is_authenticated:
        return refuse(request, back=reverse("pages:watchlist"))
    if request.POST.get("on") == "1":
        WatchFeed.objects.renew(request.user, now=timezone.now())
        messages.success(request, _("Your watchlist has a new feed address. An older one leads nowhere now."))
    else:
        WatchFeed.objects.of(request.user).delete()
        messages.success(request, _("Your watchlist has no feed any more."))
    return SeeOther(reverse("pages:watchlist"))


def _below(watches: WatchQuerySet, cursor: str) -> WatchQuerySet:
    """What follows the cursor; all of it where that is none of ours."""
    last = read_moment(cursor)
    return watches.changed_before(last.at, last.number) if last else watches


def _numbers(texts: list[str]) -> list[int]:
    """Numbers of pages as a form has them, a screen's worth at most."""
    numbers = [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 11]
    return [number for number in numbers if number <= MAX_NUMBER][:PAGES_A_SCREEN]
