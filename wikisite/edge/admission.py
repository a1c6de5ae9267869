"""Which requests the edge answers, and what two of them have in common that get the same answer."""

from collections.abc import Mapping
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote_to_bytes, urlencode

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http.request import split_domain_port, validate_host

from comments.moderation import HELD_COOKIE
from wikisite.edge.addresses import Names, known_keys
from wikisite.proxies import is_trusted_peer

MAX_QUERY_CHARS = 2_000
NO_BODY = {"", "0"}

Environ = dict[str, Any]


class Key(NamedTuple):
    """All that an answer depends on: the address, and of its query what the address knows, in order.

    Not the host: a page names SITE_URL alone.
    """

    path_info: str
    query: str


def key_of(environ: Environ) -> Key | None:
    """The key of a stranger's request to read; None for one that Django has to answer itself."""
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or environ.get("CONTENT_LENGTH", "") not in NO_BODY:
        return None
    cookies = environ.get("HTTP_COOKIE")
    if cookies and _says_who_it_is(cookies):
        return None
    if not _is_our_host(environ.get("HTTP_HOST", "")) or not _is_secure_enough(environ):
        return None
    path_info, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
    names = known_keys(path_info)
    if names is None:
        return None
    if not query:
        return Key(path_info, "")
    known = _known_part(query, names)
    return None if known is None else Key(path_info, known)


def _says_who_it_is(cookies: str) -> bool:
    """Whether an answer could be for this browser alone: a session, its held comments, a message to it."""
    telling = {settings.SESSION_COOKIE_NAME, HELD_COOKIE, CookieStorage.cookie_name}
    return any(cookie.partition("=")[0].strip() in telling for cookie in cookies.split(";"))


@lru_cache(maxsize=256)
def _is_our_host(host: str) -> bool:
    return validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)


def _is_secure_enough(environ: Mapping[str, Any]) -> bool:
    """Whether an https site was asked through https; Django redirects the others."""
    if not settings.IS_HTTPS or environ.get("wsgi.url_scheme") == "https":
        return True
    told = environ.get("HTTP_X_FORWARDED_PROTO", "").partition(",")[0].strip()
    return told == "https" and is_trusted_peer(environ.get("REMOTE_ADDR", ""))


def _known_part(query: str, names: Names) -> str | None:
    """The query without the keys that the address does not know; None where it cannot be read."""
    try:
        if len(query) > MAX_QUERY_CHARS or "\0" in unquote_to_bytes(query.encode("latin-1")).decode():
            return None
        pairs = parse_qsl(query.encode("latin-1").decode(), keep_blank_values=True, errors="strict")
    except (UnicodeError, ValueError):
        return None
    return urlencode(sorted((pair for pair in pairs if pair[0] in names), key=itemgetter(0)))
