"""Atom feeds of changes: of the whole site, a page, a person, a tag, and of somebody's watchlist."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from pages.atom import MAX_ENTRIES, Feed, answer_with
from pages.models import Contributor, Page, PageTag, Revision, Tag, Watch, WatchFeed
from pages.models.revision import RevisionQuerySet


@require_safe
def site_changes(request: HttpRequest) -> HttpResponseBase:
    title = _("Changes to %(site)s") % {"site": settings.SITE_NAME}
    feed = Feed(title, about=reverse("pages:recent_changes"), path=request.path)
    return answer_with(_filled(feed, Revision.objects.all()), request)


@require_safe
def page_changes(request: HttpRequest, slug: str) -> HttpResponseBase:
    page = get_object_or_404(Page.objects.visible().named(slug))
    if page.slug != slug:
        return redirect("pages:page_feed", page.slug, permanent=True)
    title = _("Changes to %(what)s, %(site)s") % {"what": page.title, "site": settings.SITE_NAME}
    feed = Feed(title, about=page.get_absolute_url(), path=request.path)
    return answer_with(_filled(feed, page.revisions.all(), is_of_one_page=True), request)


@require_safe
def contributor_changes(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Of somebody with edits: a comment that waits makes a contributor of nobody."""
    person = get_object_or_404(Contributor.objects.filter(revision_count__gt=0), slug=slug)
    title = _("Changes by %(name)s, %(site)s") % {"name": person.name, "site": settings.SITE_NAME}
    feed = Feed(title, about=person.get_absolute_url(), path=request.path)
    return answer_with(_filled(feed, Revision.objects.filter(author=person)), request)


@require_safe
def tag_changes(request: HttpRequest, slug: str) -> HttpResponseBase:
    tag = get_object_or_404(Tag, slug=slug)
    title = _("Changes with the tag %(tag)s, %(site)s") % {"tag": tag.name, "site": settings.SITE_NAME}
    feed = Feed(title, about=tag.get_absolute_url(), path=request.path)
    tagged = PageTag.objects.filter(slug=slug)
    return answer_with(_filled(feed, Revision.objects.of_pages(tagged)), request)


@never_cache
@require_safe
def watchlist(request: HttpRequest, token: str) -> HttpResponseBase:
    """What others changed on somebody's watchlist, for whoever has the secret address; no index lists it."""
    person = get_object_or_404(WatchFeed.objects.select_related("person").opened_by(token)).person
    feed = Feed(
        _("My watchlist, %(site)s") % {"site": settings.SITE_NAME},
        about=reverse("pages:watchlist"),
        path=request.path,
    )
    watched = Watch.objects.of(person).visible()
    by_others = Revision.objects.of_pages(watched).exclude(author__user=person)
    answer = answer_with(_filled(feed, by_others), request)
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _filled(feed: Feed, revisions: RevisionQuerySet, *, is_of_one_page: bool = False) -> Feed:
    """The feed with the newest of `revisions`, in two queries."""
    for revision in revisions.recent()[:MAX_ENTRIES]:
        names = {"page": revision.page.title, "number": revision.number}
        title = _("Revision %(number)s") if is_of_one_page else _("%(page)s, revision %(number)s")
        feed.add_entry(
            title=title % names,
            path=_address(revision),
            unique_id=_id(revision),
            html=render_to_string("pages/_feed_entry.html", {"revision": revision}),
            at=revision.created_at,
            by=revision.author.name if revision.author else "",
        )
    return feed


def _address(revision: Revision) -> str:
    """Where one sees what changed; of a page's first revision, the page as it was then."""
    if revision.number == 1:
        return revision.get_absolute_url()
    return reverse("pages:diff", args=[revision.page.slug, revision.number - 1, revision.number])


def _id(revision: Any) -> str:
    """A tag URI (RFC 4151), because addresses change when a page is renamed."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{revision.created_at:%Y-%m-%d}:revision/{revision.pk}"
