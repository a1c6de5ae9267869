"""Atom feeds of what readers may see said, of the whole site and of each page."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comments.models import PageComment
from pages.atom import MAX_ENTRIES, Feed, absolute, answer_with
from pages.models import Page


@require_safe
def site_comments(request: HttpRequest) -> HttpResponseBase:
    title = _("Comments on %(site)s") % {"site": settings.SITE_NAME}
    feed = Feed(title, about="/", path=request.path)
    return answer_with(_filled(feed, PageComment.objects.seen_by_readers()), request)


@require_safe
def page_comments(request: HttpRequest, slug: str) -> HttpResponseBase:
    page = get_object_or_404(Page.objects.visible().named(slug))
    if page.slug != slug:
        return redirect("comment_feeds:page", page.slug, permanent=True)
    title = _("Comments on %(title)s, %(site)s") % {"title": page.title, "site": settings.SITE_NAME}
    feed = Feed(title, about=page.get_absolute_url(), path=request.path, empty_since=page.created_at)
    return answer_with(_filled(feed, PageComment.objects.seen_by_readers().filter(page=page)), request)


def _filled(feed: Feed, comments: QuerySet[PageComment]) -> Feed:
    """The feed with the newest of `comments`, in one query."""
    for comment in comments.select_related("page").order_by("-pk")[:MAX_ENTRIES]:
        names = {"name": comment.user_name, "title": comment.page.title}
        feed.add_entry(
            title=_("%(name)s on %(title)s") % names,
            path=comment.get_absolute_url(),
            unique_id=absolute(comment.get_absolute_url()),
            html=comment.html,
            at=comment.submit_date,
            by=comment.user_name,
            author_link=comment.website or None,
        )
    return feed
