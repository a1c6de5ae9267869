"""ETags on what strangers read: who has an answer already is told so, and gets no body (RFC 9110, 13)."""

from collections.abc import Callable
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response


def answer_unchanged(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Give each whole answer an ETag, and 304 to who names it.

    By the ETag alone: Last-Modified is true of a page's text, but a comment or a page that it links to can
    change its answer without it. Answers to a session hold a token of their own each time, so they have none.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not _is_comparable(request, response):
            return response
        etag = f'"{sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = etag
        return get_conditional_response(request, etag=etag, response=response) or response

    return middleware


def _is_comparable(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        request.method in {"GET", "HEAD"}
        and response.status_code == 200
        and not response.streaming
        and not response.has_header("ETag")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not response.cookies
        and "no-store" not in response.get("Cache-Control", "")
    )
