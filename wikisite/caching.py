"""Who may keep an answer: shared caches what the edge keeps, all else the person's browser alone."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Kept, and asked about each time: an answer that a cache gives by itself could be older than the last commit.
PUBLIC = "public, max-age=0, must-revalidate"
PRIVATE = "private, no-cache"
FROM_EDGE = "wikisite.edge"  # in the environment of a request that the edge made; no header can write it


def say_who_may_keep(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Write Cache-Control where the view has not.

    The edge asks as nobody in particular, so what it is told is true for all strangers.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_public = FROM_EDGE in request.META and response.status_code == 200 and not response.cookies
        response.headers.setdefault("Cache-Control", PUBLIC if is_public else PRIVATE)
        return response

    return middleware
