"""Atom feeds of what readers may see said, of the whole site and of each page (RFC 4287)."""

import re
from datetime import UTC, datetime
from hashlib import sha256

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comments.models import PageComment
from pages.models import Page

MAX_ENTRIES = 50
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2


class CommentFeed(Atom1Feed):
    """An Atom feed whose relative links lead to this site; its date without entries is `empty_since`."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xml:base": _absolute("/")}

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else self.feed["empty_since"]


@require_safe
def site_comments(request: HttpRequest) -> HttpResponseBase:
    title = _("Comments on %(site)s") % {"site": settings.SITE_NAME}
    feed = CommentFeed(title, _absolute("/"), None, feed_url=_absolute(request.path), empty_since=NEVER)
    return _answer(request, feed, PageComment.objects.seen_by_readers())


@require_safe
def page_comments(request: HttpRequest, slug: str) -> HttpResponseBase:
    page = get_object_or_404(Page.objects.visible().named(slug))
    if page.slug != slug:
        return redirect("comment_feeds:page", page.slug, permanent=True)
    title = _("Comments on %(title)s, %(site)s") % {"title": page.title, "site": settings.SITE_NAME}
    urls = _absolute(page.get_absolute_url()), _absolute(request.path)
    feed = CommentFeed(_xml(title), urls[0], None, feed_url=urls[1], empty_since=page.created_at)
    return _answer(request, feed, PageComment.objects.seen_by_readers().filter(page=page))


def _answer(request: HttpRequest, feed: CommentFeed, comments: QuerySet[PageComment]) -> HttpResponseBase:
    """Answer with the newest of `comments`, in one query.

    304 by the ETag alone: a comment that is approved late or taken back is older than the last one.
    """
    for comment in comments.select_related("page").order_by("-pk")[:MAX_ENTRIES]:
        _add(feed, comment)
    body = feed.writeString("utf-8").encode()
    answer = HttpResponse(body, content_type=feed.content_type)
    answer["ETag"] = quote_etag(sha256(body).hexdigest()[:32])
    answer["Last-Modified"] = http_date(feed.latest_post_date().timestamp())
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer


def _add(feed: CommentFeed, comment: PageComment) -> None:
    names = {"name": comment.user_name, "title": comment.page.title}
    feed.add_item(
        title=_xml(_("%(name)s on %(title)s") % names),
        link=_absolute(comment.get_absolute_url()),
        unique_id=_absolute(comment.get_absolute_url()),
        description=_xml(comment.html),
        author_name=_xml(comment.user_name),
        author_link=comment.website or None,
        pubdate=comment.submit_date,
        updateddate=comment.submit_date,
    )


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _xml(text: str) -> str:
    """The text without the characters that no XML document may hold, however they are written."""
    return NOT_XML.sub("", text)
