"""Asks Django for the answer to a key, as a stranger would who sends nothing but the address."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from wikisite.caching import FROM_EDGE, PUBLIC
from wikisite.edge.admission import Environ, Key
from wikisite.edge.entry import Headers
from wikisite.edge.reads import Reads

Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


@dataclass
class Answer:
    """What Django said, whole, and what it read for it."""

    reads: Reads
    status: str = ""
    headers: Headers = ()  # type: ignore[assignment]
    body: bytes = b""

    @property
    def may_be_kept(self) -> bool:
        named = {name.lower(): value for name, value in self.headers}
        return named.get("cache-control") == PUBLIC and "set-cookie" not in named


def ask(application: Application, key: Key) -> Answer:
    """Return the answer to everybody who sends `key`: it was told nothing else of who asks."""
    answer = Answer(Reads())

    def start(status: str, headers: Headers, exc_info: Any = None) -> None:
        answer.status, answer.headers = status, headers

    with connection.execute_wrapper(answer.reads):
        parts = application(_environ(key), start)
        try:
            answer.body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
    return answer


def _environ(key: Key) -> Environ:
    site = urlsplit(settings.SITE_URL)
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": key.path_info,
        "QUERY_STRING": key.query,
        "SERVER_NAME": site.hostname,
        "SERVER_PORT": str(site.port or (443 if settings.IS_HTTPS else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": site.netloc,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        FROM_EDGE: True,
    }
