"""Many visitors at the same time: `python visitors.py PORT PATH VISITORS SECONDS`.

It runs as a program, to have open files of its own. Two lines of JSON come out: one when all that could be
opened is open or answered, and the last one, after a line came in, when the others hung up.
"""

import json
import selectors
import socket
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass

SPARE_FILES = 60
SILENT_S = 2


@dataclass(slots=True)
class Seen:
    """How many connections were `opened`, `answered` with 200 before `seconds` were over, and then `kept`."""

    wanted: int
    opened: int = 0
    answered: int = 0
    kept: int = 0
    refused: int = 0
    seconds: float = 0.0


def visit(port: int, path: str, wanted: int, seconds: float) -> tuple[Seen, list[socket.socket]]:
    """Open `wanted` connections, ask once on each, and read until all are answered or `seconds` are over."""
    ask = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n\r\n".encode()
    seen, kept = Seen(wanted), []
    began = time.monotonic()
    with selectors.DefaultSelector() as ready:
        while seen.opened + seen.refused < wanted and time.monotonic() - began < seconds:
            if (visitor := _opened(port, ask)) is None:
                seen.refused += 1
                continue
            seen.opened += 1
            kept.append(visitor)
            ready.register(visitor, selectors.EVENT_READ)
            if seen.opened % 100 == 0:
                _read(ready, seen, 0)
        while seen.answered < seen.opened and ready.get_map() and time.monotonic() - began < seconds:
            _read(ready, seen, 0.2)
    seen.seconds = round(time.monotonic() - began, 1)
    return seen, kept


def _opened(port: int, ask: bytes) -> socket.socket | None:
    visitor = socket.socket()
    visitor.settimeout(1)
    try:
        visitor.connect(("127.0.0.1", port))
        visitor.sendall(ask)
    except OSError:
        visitor.close()
        return None
    visitor.setblocking(False)
    return visitor


def _read(ready: selectors.BaseSelector, seen: Seen, seconds: float) -> None:
    """Count the visitors who were answered; each is read once, and stays connected."""
    for key, _ in ready.select(seconds):
        given = b""
        with suppress(OSError):
            given = key.fileobj.recv(65536)  # type: ignore[union-attr]
        seen.answered += given.startswith(b"HTTP/1.1 200")
        ready.unregister(key.fileobj)


def still_open(connections: list[socket.socket]) -> int:
    """Count those that the server has not closed `SILENT_S` after the last answer."""
    time.sleep(SILENT_S)
    count = 0
    for visitor in connections:
        try:
            count += bool(visitor.recv(1, socket.MSG_PEEK))
        except BlockingIOError:  # open, and nothing to read
            count += 1
        except OSError:
            continue
    return count


def most_visitors() -> int:
    """Raise this process's limit of open files to what the system allows, and return what fits."""
    import resource

    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard - SPARE_FILES


if __name__ == "__main__":
    found, connections = visit(
        int(sys.argv[1]), sys.argv[2], min(int(sys.argv[3]), most_visitors()), float(sys.argv[4])
    )
    found.kept = still_open(connections)
    print(json.dumps(asdict(found)), flush=True)
    sys.stdin.readline()
