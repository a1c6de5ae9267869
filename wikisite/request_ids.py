"""A name for each request, which its log lines and its answer share."""

import re
from collections.abc import Callable
from contextvars import ContextVar
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
SHAPE = re.compile(r"[\w.-]{8,64}", re.ASCII)

# It stays set after the answer: Django logs a 404 when all middleware has returned.
request_id: ContextVar[str] = ContextVar("request_id", default="")


def name_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Take the name that a trusted proxy gave, or make one; log lines and the answer's header tell it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        name = given if SHAPE.fullmatch(given) else uuid4().hex
        request_id.set(name)
        response = get_response(request)
        response[HEADER] = name
        return response

    return middleware
