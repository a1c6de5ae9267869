"""The WSGI application in front of Django's: gives away what it keeps, and has made what it does not."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from threading import Lock
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError
from django.utils import timezone

from wikisite.edge import raising
from wikisite.edge.admission import Environ, Key, key_of
from wikisite.edge.asking import Answer, Application, ask
from wikisite.edge.encoding import choose
from wikisite.edge.entry import Entry, Variant
from wikisite.edge.store import Store
from wikisite.edge.versions import Selecting, Stamping, VersionUnknown

# A kept form is signed for two hours (COMMENTS_TIMEOUT). At midnight "today" becomes "yesterday", and
# facts turn old: no answer lives beyond it.
MAX_AGE_SECONDS = 15 * 60
LOCKS = 64  # a key waits for its own rebuild, and for that of another one in 64
NOT_MODIFIED_HEADERS = {"Cache-Control", "ETag", "Vary"}  # RFC 9110, 15.4.5

logger = logging.getLogger(__name__)
Start = Callable[..., Any]


class Edge:
    """Answers strangers who read; whatever else is asked goes to `application` as it came.

    No answer is older than the last commit before its request: a version is read after the request arrived
    and before the content that it vouches for.
    """

    def __init__(self, application: Application) -> None:
        self._application = application
        self._store = Store(settings.EDGE_MEMORY_MB * 2**20)
        self._versions = Stamping() if settings.EDGE_VALIDATION == "STAMP" else Selecting()
        self._locks = [Lock() for _ in range(LOCKS)]
        self._may_keep: bool | None = None

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        key = key_of(environ)
        if key is None:
            return self._application(environ, start_response)
        try:
            found = self._kept(key) or self._made(key)
        except VersionUnknown:
            return self._application(environ, start_response)
        if isinstance(found, Entry):
            return _send(environ, start_response, self._variant(key, found, environ))
        start_response(found.status, found.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [found.body]

    def _kept(self, key: Key) -> Entry | None:
        entry = self._store.get(key)
        if entry and entry.version == self._versions.now() and monotonic() < entry.until:
            return entry
        return None

    def _made(self, key: Key) -> Entry | Answer:
        """Have the answer made, or find that it is what it was. One at a time does that for a key."""
        with self._locks[hash(key) % LOCKS]:
            version, entry = self._versions.now(), self._store.get(key)
            if entry and self._still_holds(entry, version):
                entry.version = version
                return entry
            return self._make(key, version)

    def _still_holds(self, entry: Entry, version: int) -> bool:
        if monotonic() >= entry.until:
            return False
        is_known = entry.outcome is not None
        return entry.version == version or (is_known and self._outcome(entry) == entry.outcome)

    def _make(self, key: Key, version: int) -> Entry | Answer:
        until = monotonic() + min(MAX_AGE_SECONDS, _seconds_of_today())
        answer = ask(self._application, key)
        if not answer.may_be_kept or not self._raises_versions():
            return answer
        entry = Entry(version, until, answer.headers, answer.body, answer.reads, None)
        entry.outcome = self._outcome(entry)
        if self._versions.now() != version:
            entry.outcome = None  # it may say more than the answer does
        self._store.put(key, entry)
        return entry

    def _outcome(self, entry: Entry) -> bytes | None:
        try:
            return entry.reads.outcome(self._versions.connections.get())
        except DatabaseError:
            return None

    def _variant(self, key: Key, entry: Entry, environ: Environ) -> Variant:
        encoding = choose(environ.get("HTTP_ACCEPT_ENCODING", ""))
        variant = entry.variants.get(encoding)
        if variant is None:
            variant = entry.add_variant(encoding)
            self._store.put(key, entry)  # it has grown
        return variant

    def _raises_versions(self) -> bool:
        """Whether all triggers are there, asked once a process: without them no answer may be kept."""
        if self._may_keep is None:
            try:
                self._may_keep = raising.is_installed(DEFAULT_DB_ALIAS)
            except DatabaseError:
                return False
            if not self._may_keep:
                logger.error("Nothing is kept for readers: triggers are missing. Run manage.py migrate.")
        return self._may_keep


def _seconds_of_today() -> float:
    """How long it is until midnight where the site's times are told."""
    now = timezone.localtime()
    return (datetime.combine(now.date() + timedelta(days=1), time.min, now.tzinfo) - now).total_seconds()


def _send(environ: Environ, start_response: Start, variant: Variant) -> Iterable[bytes]:
    asked = environ.get("HTTP_IF_NONE_MATCH")
    if asked and _matches(asked, variant.etag):
        start_response("304 Not Modified", [h for h in variant.headers if h[0] in NOT_MODIFIED_HEADERS])
        return []
    start_response("200 OK", variant.headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else variant.parts


def _matches(asked: str, etag: str) -> bool:
    """Weak comparison (RFC 9110, 13.1.2): a proxy that compresses by itself weakens the tag."""
    tags = {tag.strip().removeprefix("W/") for tag in asked.split(",")}
    return etag in tags or "*" in tags
