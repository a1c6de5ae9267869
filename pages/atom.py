"""Atom feeds: how they are written, and what a program gets that asks again (RFC 4287, RFC 9110)."""

import re
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date, quote_etag

MAX_ENTRIES = 50
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2


class Feed(Atom1Feed):
    """A feed of this site at `path` about what is at `about`, both without a host.

    Its id is its own address, and the site is the author of entries that name none. Relative links in
    entries lead to this site; the date of a feed without entries is `empty_since`.
    """

    def __init__(self, title: str, *, about: str, path: str, empty_since: datetime = NEVER) -> None:
        own = absolute(path)
        super().__init__(
            xml(title),
            absolute(about),
            "",
            author_name=settings.SITE_NAME,
            feed_url=own,
            feed_guid=own,
            empty_since=empty_since,
        )

    def add_entry(
        self, *, title: str, path: str, unique_id: str, html: str, at: datetime, by: str, **more: Any
    ) -> None:
        """Add what happened `at` that time, told by `html` and whole at `path`; `by` may be empty."""
        self.add_item(
            title=xml(title),
            link=absolute(path),
            unique_id=unique_id,
            description=xml(html),
            author_name=xml(by) or None,
            pubdate=at,
            updateddate=at,
            **more,
        )

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xml:base": absolute("/")}

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else self.feed["empty_since"]


def answer_with(feed: Feed, request: HttpRequest) -> HttpResponseBase:
    """The feed, or 304 to who has it already.

    By the ETag alone: what is approved late or taken back is older than the newest entry.
    """
    body = feed.writeString("utf-8").encode()
    answer = HttpResponse(body, content_type=feed.content_type)
    answer["ETag"] = quote_etag(sha256(body).hexdigest()[:32])
    answer["Last-Modified"] = http_date(feed.latest_post_date().timestamp())
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer


def absolute(path: str) -> str:
    """The address of a path of this site, as other sites and programs need it."""
    return f"{settings.SITE_URL}{path}"


def xml(text: str) -> str:
    """The text without the characters that no XML document may hold, however they are written."""
    return NOT_XML.sub("", text)
