"""Asks a server on 127.0.0.1 as fast as one core can, for a bounded time: `python load.py PORT PATH SECONDS`.

It is the guide's own load generator, on the standard library alone, so that everybody can measure. It keeps
connections open and reads answers by their length. Run as a program it prints the counts as JSON.
"""

import json
import re
import selectors
import socket
import sys
import time
from dataclasses import asdict, dataclass

CONNECTIONS = 32
MAX_SECONDS = 60
_HEAD_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
_CHUNKED = re.compile(rb"(?i)\r\ntransfer-encoding: *chunked")
_CLOSES = re.compile(rb"(?i)\r\nconnection: *close")


@dataclass(slots=True)
class Counts:
    """`answered` with 200, `bad` with anything else, `broken` connections that ended early."""

    answered: int = 0
    bad: int = 0
    broken: int = 0


class _Visitor:
    """One connection that asks again as soon as it is answered."""

    def __init__(self, port: int, ask: bytes) -> None:
        self._port, self._ask = port, ask
        self.connect()

    def connect(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self._port), 5)
        self.ask()

    def ask(self) -> None:
        self._got = b""
        self.socket.sendall(self._ask)

    def read(self) -> int:
        """Return the status once an answer is whole, 0 before that, and -1 if the connection ended."""
        part = self.socket.recv(65536)
        self._got += part
        if (size := answer_size(self._got, is_over=not part)) is None:
            return 0 if part else -1
        self.must_connect = not part or len(self._got) != size or _CLOSES.search(self._got) is not None
        return int(self._got[9:12])


def answer_size(got: bytes, *, is_over: bool) -> int | None:
    """Return how long the answer at the start of `got` is, or None while more of it must come."""
    head = got.find(_HEAD_END)
    if head < 0:
        return None
    start = head + len(_HEAD_END)
    if length := _LENGTH.search(got, 0, start):
        whole = start + int(length[1])
        return whole if len(got) >= whole else None
    if _CHUNKED.search(got, 0, start):
        return len(got) if got.endswith(b"\r\n0\r\n\r\n") else None
    return len(got) if is_over else None


def load(port: int, path: str, seconds: float, connections: int = CONNECTIONS) -> Counts:
    """Ask over `connections` at once until `seconds` (at most `MAX_SECONDS`) are over."""
    ask = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    counts, limit = Counts(), time.monotonic() + min(seconds, MAX_SECONDS)
    with selectors.DefaultSelector() as ready:
        visitors = [_Visitor(port, ask) for _ in range(connections)]
        for visitor in visitors:
            ready.register(visitor.socket, selectors.EVENT_READ, visitor)
        while time.monotonic() < limit:
            for key, _ in ready.select(0.1):
                _take(key.data, counts, ready)
        for visitor in visitors:
            visitor.socket.close()
    return counts


def _take(visitor: _Visitor, counts: Counts, ready: selectors.BaseSelector) -> None:
    """Count what came, and ask again: over a new connection if the server closed this one."""
    try:
        status = visitor.read()
        if not status:
            return
        _count(status, counts)
        if status > 0 and not visitor.must_connect:
            visitor.ask()
            return
    except OSError:
        counts.broken += 1
    ready.unregister(visitor.socket)
    visitor.socket.close()
    visitor.connect()
    ready.register(visitor.socket, selectors.EVENT_READ, visitor)


def _count(status: int, counts: Counts) -> None:
    if status == 200:
        counts.answered += 1
    elif status > 0:
        counts.bad += 1
    else:
        counts.broken += 1


if __name__ == "__main__":
    print(json.dumps(asdict(load(int(sys.argv[1]), sys.argv[2], float(sys.argv[3])))))
