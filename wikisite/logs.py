"""Log lines that nobody can forge and that keep no secret."""

import json
import logging
import re
from datetime import UTC, datetime

from wikisite.request_ids import request_id

MAX_EVENT_CHARS = 20_000

# C0, DEL, C1 and Unicode's own line separators: each of them moves the cursor or starts a line somewhere.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# Bounded and possessive: a hostile path without an @ must not cost quadratic time.
_ADDRESS = re.compile(r"[\w.+-]{1,64}+(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63})+")
_CREDENTIALS = re.compile(r"://[^/\s:@]{0,256}:[^/\s@]{0,256}@")
_KEY_IN_PATH = re.compile(r"/(confirm-email|reset/key|inactive/key)/[^/\s]+")
_NAMED_SECRET = re.compile(
    r"(?i)\b(password\d?|csrfmiddlewaretoken|csrftoken|sessionid|token|secret|authorization|cookie)"
    r"(['\"]?\s{0,4}[=:]\s{0,4}['\"]?)(?:(?:bearer|basic|token)\s)?[^\s&;,'\"]+"
)


class OneLineFormatter(logging.Formatter):
    """Writes one event as one line, tracebacks too, without e-mail addresses, passwords and tokens."""

    def format(self, record: logging.LogRecord) -> str:
        line = one_line(without_secrets(super().format(record)[:MAX_EVENT_CHARS]))
        return f"{line} [{name}]" if (name := request_id.get()) else line


class JsonFormatter(logging.Formatter):
    """Writes an event as a line of JSON: `time` (UTC), `level`, `logger`, `message`, `request`, `traceback`.

    The same things are kept out of it as out of a line.
    """

    def format(self, record: logging.LogRecord) -> str:
        event = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _cleaned(record.getMessage()),
        }
        if name := request_id.get():
            event["request"] = name
        if record.exc_info:
            event["traceback"] = _cleaned(self.formatException(record.exc_info))
        return json.dumps(event)


def _cleaned(text: str) -> str:
    return without_secrets(text[:MAX_EVENT_CHARS])


def one_line(text: str) -> str:
    """Return the text with line ends and control codes written as escapes (`\\n`, `\\x1b`)."""
    return _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


def without_secrets(text: str) -> str:
    """Return the text with addresses, credentials and keys replaced by a word in brackets."""
    text = _CREDENTIALS.sub("://[hidden]@", text)
    text = _KEY_IN_PATH.sub(r"/\1/[hidden]", text)
    text = _NAMED_SECRET.sub(r"\1\2[hidden]", text)
    return _ADDRESS.sub("[address]", text)
