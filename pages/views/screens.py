"""What several screens of the wiki share: finding the page, refusing a person, naming what is not written."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pages import search
from pages.models import LogEntry, Page, PageLink, Protection, Redirect, Watch, Watching
from pages.models.page import PageQuerySet
from pages.permissions import (
    ban_of,
    can_create,
    can_delete,
    can_protect,
    can_rename,
    can_restore,
    is_banned,
    is_moderator,
)
from pages.text.titles import slugify, title_of

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}  # RFC 9110, 9.2.1; TRACE never arrives
SIMILAR_TITLES = 5


def pages_whose_history_opens_to(person: Any) -> PageQuerySet:
    """Deleted pages' histories are there for moderators, who may restore them."""
    return Page.objects.all() if is_moderator(person) else Page.objects.visible()


def tools(person: Any, page: Page) -> dict[str, bool]:
    """What this person may do to the page as a whole, for the links at its foot."""
    return {
        "rename": can_rename(person, page),
        "protect": can_protect(person, page),
        "delete": can_delete(person, page),
    }


def watching_of(person: Any, page: Page) -> Watching | None:
    """What this person's watchlist says, and the visit noted there; None for a stranger, at no query.

    It writes where something was unread alone, and doing it twice changes nothing: so a GET may.
    """
    return Watch.objects.of(person).visit(page) if person.is_authenticated else None


class PageElsewhere(Exception):
    """The page is not at this slug; `answer` says where it is, or that it is not written."""

    def __init__(self, answer: HttpResponseBase) -> None:
        super().__init__()
        self.answer = answer


def load_page(request: HttpRequest, slug: str, pages: QuerySet[Page] | None = None) -> Page:
    """The page at `slug`. Raises `PageElsewhere` with a redirect (301) or the 404 screen.

    A form reaches its page by an old name too: a redirect would lose what was typed into it.
    """
    pages = Page.objects.visible() if pages is None else pages
    found = pages.filter(slug=slug).first()
    if found is None and request.method not in SAFE_METHODS:
        found = pages.filter(pk__in=Page.objects.named(slugify(slug)).values("pk")).first()
    if found is None:
        raise PageElsewhere(moved_or_missing(request, slug))
    return found


def moved_or_missing(request: HttpRequest, wanted: str) -> HttpResponseBase:
    """Lead a title's other spelling or an old name to its page (301); else a 404 screen."""
    slug = slugify(wanted)
    spelled = Page.objects.visible().filter(slug=slug).first() if slug != wanted else None
    moved = Redirect.objects.filter(slug=slug, page__deleted_at=None).select_related("page").first()
    if page := spelled or (moved and moved.page):
        return redirect(page, permanent=True) if request.method in SAFE_METHODS else see_other(page)
    if deleted := Page.objects.deleted().named(slug).first():
        return was_deleted(request, deleted, wanted)
    return not_written(request, slug, wanted)


def was_deleted(request: HttpRequest, page: Page, wanted: str) -> HttpResponse:
    """The 404 screen of a deleted page: what the public log says, and a way back for those who have one."""
    context = {
        "page": page,
        "wanted_title": wanted,
        "entry": LogEntry.objects.newest("delete", page),
        "can_restore": can_restore(request.user, page),
    }
    return render(request, "pages/deleted.html", context, status=404)


def not_written(request: HttpRequest, slug: str, wanted: str) -> HttpResponse:
    """The 404 screen: who wants this page, what is like it, and a way to write it."""
    title = title_of(slug) if wanted == slug else wanted.replace("-", " ").strip()
    context = {
        "wanted_title": title,
        "wanted_slug": slug,
        "wanted_by": PageLink.objects.filter(target_slug=slug, source__deleted_at=None).count(),
        "similar": search.suggest(title, limit=SIMILAR_TITLES),
        "can_create": bool(slug) and can_create(request.user),
        "may_sign_in": not request.user.is_authenticated,
    }
    return render(request, "404.html", context, status=404)


def refuse(
    request: HttpRequest, *, reason: str = "", page: Page | None = None, back: str = ""
) -> HttpResponseBase:
    """Ask a stranger to sign in; tell anybody else why not.

    Signing in leads to the same address; after a form, which may answer no GET, to `back` or the page.
    """
    if not request.user.is_authenticated:
        if page and request.method not in SAFE_METHODS:
            back = back or page.get_absolute_url()
        return redirect_to_login(back or request.get_full_path())
    context = {"reason": reason or why_not(request.user, page), "page": page}
    return render(request, "403.html", context, status=403)


def why_not(person: Any, page: Page | None) -> str:
    if page and page.is_deleted:
        return _("This page was deleted meanwhile, so nothing was saved. Copy your text if you need it.")
    if is_banned(person):
        ban = ban_of(person)
        return ban.says if ban else _("This account may read, but not write, at the moment.")
    if not person.is_authenticated:
        return _("You are signed out, so nothing was saved yet. Your text is still in this form.")
    if not can_create(person):
        return _("Confirm your e-mail address first: open the link in the message that we sent you.")
    return _protected(page) if page and page.protection else ""


def _protected(page: Page) -> str:
    """Who may edit a protected page, and the reason that the public log gives."""
    sentences = {
        Protection.TRUSTED: _("This page is protected: only trusted contributors and moderators edit it."),
        Protection.MODERATORS: _("This page is protected: only moderators edit it."),
    }
    entry = LogEntry.objects.newest("protect", page)
    why = " " + _("Reason: %(reason)s") % {"reason": entry.reason} if entry else ""
    return sentences[Protection(page.protection)] + why


class SeeOther(HttpResponseRedirect):
    """303: what a POST leads to, so that reloading repeats nothing (RFC 9110, 15.4.4)."""

    status_code = 303


def see_other(page: Page, heading: str = "") -> SeeOther:
    """Lead to the page, or to the heading with this id on it."""
    return SeeOther(page.get_absolute_url() + (f"#{heading}" if heading else ""))
