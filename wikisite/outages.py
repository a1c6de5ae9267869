"""What is answered when the database, Redis or the disk is away: 503, and the person's text to send again."""

import errno
import sys
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from wikisite.middleware import SAFE_METHODS, is_from_here, typed_texts
from wikisite.models import Maintenance

SECONDS_TO_WAIT = 30
TRIES = 3
LOST_RACES = {"40001", "40P01"}  # PostgreSQL's serialization_failure and deadlock_detected
SQLITE_ERROR = 1  # a mistake in a statement; all else is the file, the disk or another writer
DISK_IS_AWAY = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}


class RetryLostRaces:
    """Runs a view again whose transaction PostgreSQL ended for another one's sake: nothing was stored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer of a later try, or None where trying again is of no use."""
        match = request.resolver_match
        for _ in range(TRIES - 1):
            if not _is_lost_race(error) or match is None:
                return None
            _rewind(request)
            try:
                return match.func(request, *match.args, **match.kwargs)
            except OperationalError as again:
                error = again
        raise error


def pause_writing(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """While `manage.py maintenance on` holds, answer 503 with the text to whatever would write."""

    def middleware(request: HttpRequest) -> HttpResponse:
        pause = None if request.method in SAFE_METHODS else Maintenance.objects.first()
        return _give_back(request, 503, pause.reason) if pause else get_response(request)

    return middleware


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what no view could, with what the person typed: 503 for an outage, 500 for a fault of ours."""
    is_outage = any(map(_is_outage, _chain(sys.exc_info()[1])))
    return _give_back(request, 503 if is_outage else 500)


def _give_back(request: HttpRequest, status: int, reason: str = "") -> HttpResponse:
    """An answer that asks the database nothing.

    What comes from another site is shown to be copied, never to be sent.
    """
    texts, others = typed_texts(request) if request.method == "POST" else ([], [])
    may_send = bool(status == 503 and texts and is_from_here(request) and not request.FILES)
    context = {
        "reason": reason,
        "texts": texts,
        "others": others if may_send else (),
        "may_send": may_send,
        "address": request.get_full_path() if may_send or request.method == "GET" else "/",
        "token": get_token(request) if settings.SESSION_COOKIE_NAME in request.COOKIES else "",
    }
    answer = HttpResponse(render_to_string(f"{status}.html", context), status=status)
    answer["Cache-Control"] = "no-store"
    if status == 503:
        answer["Retry-After"] = str(SECONDS_TO_WAIT)
    return answer


def _rewind(request: HttpRequest) -> None:
    for _, files in request.FILES.lists():
        for file in files:
            file.seek(0)


def _is_lost_race(error: Exception) -> bool:
    return isinstance(error, OperationalError) and getattr(error.__cause__, "sqlstate", "") in LOST_RACES


def _is_outage(error: BaseException) -> bool:
    if isinstance(error, OperationalError | InterfaceError):
        # "no such column" is an OperationalError too, and a fault of ours.
        return getattr(error.__cause__, "sqlite_errorcode", 0) != SQLITE_ERROR
    if isinstance(error, OSError) and error.errno in DISK_IS_AWAY:
        return True
    return isinstance(error, _redis_errors())


def _redis_errors() -> tuple[type[Exception], ...]:
    if not settings.REDIS_URL:
        return ()
    from redis import ConnectionError, TimeoutError  # installed only where it is used

    return ConnectionError, TimeoutError


def _chain(error: BaseException | None) -> Iterator[Any]:
    """The error, and those that it came from."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
