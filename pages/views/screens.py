"""What several screens of the wiki share: finding the page, refusing a person, naming what is not written."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pages import search
from pages.models import Page, PageLink, Redirect
from pages.permissions import can_create, is_banned
from pages.text.titles import slugify

SIMILAR_TITLES = 5


class PageElsewhere(Exception):
    """The page is not at this slug; `answer` says where it is, or that it is not written."""

    def __init__(self, answer: HttpResponseBase) -> None:
        super().__init__()
        self.answer = answer


def load_page(request: HttpRequest, slug: str, pages: QuerySet[Page] | None = None) -> Page:
    """The page at `slug`. Raises `PageElsewhere` with a redirect (301) or the 404 screen."""
    found = (Page.objects.visible() if pages is None else pages).filter(slug=slug).first()
    if found is None:
        raise PageElsewhere(moved_or_missing(request, slug))
    return found


def moved_or_missing(request: HttpRequest, wanted: str) -> HttpResponseBase:
    """Lead a title's other spelling or an old name to its page (301); else the 404 screen."""
    slug = slugify(wanted)
    spelled = Page.objects.visible().filter(slug=slug).first() if slug != wanted else None
    moved = Redirect.objects.filter(slug=slug, page__deleted_at=None).select_related("page").first()
    if page := spelled or (moved and moved.page):
        return redirect(page, permanent=True)
    return not_written(request, slug, wanted)


def not_written(request: HttpRequest, slug: str, wanted: str) -> HttpResponse:
    """The 404 screen: who wants this page, what is like it, and a way to write it."""
    title = wanted.replace("-", " ").strip()
    context = {
        "wanted_title": title[:1].upper() + title[1:] if wanted == slug else title,
        "wanted_slug": slug,
        "wanted_by": PageLink.objects.filter(target_slug=slug, source__deleted_at=None).count(),
        "similar": search.suggest(title, limit=SIMILAR_TITLES),
        "can_create": bool(slug) and can_create(request.user),
        "may_sign_in": not request.user.is_authenticated,
    }
    return render(request, "404.html", context, status=404)


def refuse(request: HttpRequest, *, reason: str = "", page: Page | None = None) -> HttpResponseBase:
    """Ask a stranger to sign in; tell anybody else why not."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return render(request, "403.html", {"reason": reason or _why_not(request.user), "page": page}, status=403)


def _why_not(person: Any) -> str:
    if is_banned(person):
        return _("This account may read, but not write, at the moment.")
    if not can_create(person):
        return _("Confirm your e-mail address first: open the link in the message that we sent you.")
    return _("This page is protected: only some people may change it.")


class SeeOther(HttpResponseRedirect):
    """303: what a POST leads to, so that reloading repeats nothing (RFC 9110, 15.4.4)."""

    status_code = 303


def see_other(page: Page) -> SeeOther:
    return SeeOther(page.get_absolute_url())
