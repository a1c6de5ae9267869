"""What a reader costs the server: against the bare limit on the same server, and against our own views.

A page of 6 KB with ten comments, one process of granian, four connections that stay open. Server CPU counts:
the machine may be busy otherwise. With DATABASE_URL in the environment on PostgreSQL, else on SQLite.
"""

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
PROC = Path("/proc")
REQUESTS, FEW_REQUESTS, CONNECTIONS = 20_000, 300, 4
COMMITS_A_SECOND = 30
PAGE = "/wiki/bench-of-reading/"
COMMENTS = 10
ZSTD = {"Accept-Encoding": "gzip, deflate, br, zstd"}
BODY = Path(os.environ.get("BARE_BODY", os.devnull)).read_bytes()
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(BODY)))]
WRITE = f"""
import time
from django.contrib.auth.models import User
from pages.actions.edit import edit
from pages.models import Page
page, person, base = Page.objects.get(slug="busy"), User.objects.get(username="bench-reader"), 1
print("writing", flush=True)
while True:
    edit(page, f"Line {{base}}.\\n", by=person, base=base)
    base += 1
    time.sleep({1 / COMMITS_A_SECOND} - time.time() % {1 / COMMITS_A_SECOND})
"""


def bare(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """The limit: the same body, and nothing done for it."""
    start_response("200 OK", HEADERS)
    return [BODY]


def run() -> list[dict[str, Any]]:
    cookies = _prepare()
    with _serving("wikisite.wsgi:application") as edge:
        body, etag = edge.body_and_etag(PAGE)
        plain, packed = edge.cost(), edge.cost(**ZSTD)
        unchanged = edge.cost(**{"If-None-Match": etag})
        signed_in, hello = (
            edge.cost(FEW_REQUESTS, **cookies),
            edge.cost(FEW_REQUESTS, "/health/live", **cookies),
        )
        with _writing():
            stormy = edge.cost()
    with _serving("wikisite.wsgi:application", EDGE_VALIDATION="off") as django:
        uncached = django.cost(FEW_REQUESTS)
    with tempfile.NamedTemporaryFile() as file:
        file.write(body)
        file.flush()
        with _serving("bench.serving:bare", BARE_BODY=file.name) as limit:
            least = limit.cost()
    size = f"{len(body) / 1024:.0f} KB of HTML"
    return [
        _row("bare WSGI", least, "us CPU", size),
        _row("a stranger's read, plain", plain, "us CPU", size),
        _row("a stranger's read, zstd", packed, "us CPU", ""),
        _row("a stranger's read, 304", unchanged, "us CPU", ""),
        _row("our own view", uncached, "us CPU", "EDGE_VALIDATION=off"),
        _row("a signed-in read", signed_in, "us CPU", ""),
        _row("bare against a stranger's read", least / plain, "", "at least 0.7 (PostgreSQL 0.2), aim 0.9"),
        _row("our own view against it", uncached / plain, "x", "at least 60, aim 120"),
        _row(f"quiet against {COMMITS_A_SECOND} commits/s", plain / stormy, "", "at least 0.7, aim 0.85"),
        _row("smallest answer against a signed-in read", hello / signed_in, "", "at least 0.15, aim 0.4"),
    ]


def _row(name: str, value: float, unit: str, note: str) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": unit, "note": note}


def _prepare() -> dict[str, str]:
    """Make the pages and static files; return the cookies of somebody who is signed in."""
    from django.contrib.auth.models import (
        Group,
        User,
    )  # the servers of this file import it before Django is set up
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from bench.saving import BODY as TEXT
    from comments.tests.factories import make_comment
    from pages.actions.create import create

    call_command("collectstatic", interactive=False, verbosity=0)
    page = create("Bench of reading", f"## One\n\n{TEXT}", by=None)
    create("Busy", "Start.\n", by=None)
    for number in range(COMMENTS):
        make_comment(page, f"Comment number {number}, of a few words.")
    person = User.objects.create_user("bench-reader")
    person.groups.add(Group.objects.get(name="Contributors"))
    client = Client()
    client.force_login(person)
    connection.close()
    return {"Cookie": f"sessionid={client.cookies['sessionid'].value}"}


class Server:
    """A server whose processes' CPU time can be read."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self._process = process
        self._port = port

    def cost(self, requests: int = REQUESTS, path: str = PAGE, **headers: str) -> float:
        """Microseconds of the server's CPU for one request, after some that only warm it up."""
        self._ask(max(40, requests // 50), path, headers)
        return statistics.median(self._measured(requests, path, headers) for _ in range(3))

    def body_and_etag(self, path: str) -> tuple[bytes, str]:
        with socket.create_connection(("127.0.0.1", self._port)) as connection:
            head, body = _exchange(connection, _request(path, {}))
        etags = [
            line.partition(b": ")[2].decode()
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"etag:")
        ]
        return body, etags[0]

    def _measured(self, requests: int, path: str, headers: dict[str, str]) -> float:
        before = _cpu_seconds(self._process.pid)
        self._ask(requests, path, headers)
        return (_cpu_seconds(self._process.pid) - before) / requests * 1e6

    def _ask(self, requests: int, path: str, headers: dict[str, str]) -> None:
        request = _request(path, headers)
        asking = [
            Thread(target=self._ask_often, args=[requests // CONNECTIONS, request])
            for _ in range(CONNECTIONS)
        ]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join()

    def _ask_often(self, times: int, request: bytes) -> None:
        with socket.create_connection(("127.0.0.1", self._port)) as connection:
            for _ in range(times):
                _exchange(connection, request)


def _request(path: str, headers: dict[str, str]) -> bytes:
    lines = [
        f"GET {path} HTTP/1.1",
        "Host: 127.0.0.1",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def _exchange(connection: socket.socket, request: bytes) -> tuple[bytes, bytes]:
    connection.sendall(request)
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65_536)
    head, _, body = received.partition(b"\r\n\r\n")
    assert head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 304")), head
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    length = int(lengths[0].partition(b":")[2]) if lengths and b" 304 " not in head[:13] else 0
    while len(body) < length:
        body += connection.recv(262_144)
    return head, body


@contextmanager
def _serving(application: str, **variables: str) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--interface=wsgi", "--http=1", f"--port={port}", "--workers=1", "--blocking-threads=4"]
    command = [sys.executable, "-m", "granian", *options, "--log-level=error", application]
    process = subprocess.Popen(command, env={**os.environ, **variables}, cwd=PROJECT)
    try:
        _wait_for(port)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port: int, *, seconds: int = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(_request("/health/live", {}))
            if connection.recv(100).startswith(b"HTTP/1.1 "):
                return
        time.sleep(0.1)
    raise SystemExit("The server did not start.")


@contextmanager
def _writing() -> Iterator[None]:
    """Another process that saves a page some 30 times a second."""
    command = [sys.executable, str(PROJECT / "manage.py"), "shell", "-v0", "-c", WRITE]
    process = subprocess.Popen(command, env=os.environ, stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline() == b"writing\n"
    try:
        yield
        assert process.poll() is None, "the writer ended"
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def _cpu_seconds(pid: int) -> float:
    """Of a process and all that it started."""
    ticks = sum(int(fields[11]) + int(fields[12]) for fields in map(_state, _family(pid)) if fields)
    return ticks / os.sysconf("SC_CLK_TCK")


def _family(pid: int) -> set[int]:
    parents = {
        int(entry.name): int(fields[1]) for entry in PROC.glob("[0-9]*") if (fields := _state(entry.name))
    }
    found: set[int] = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _state(pid: object) -> list[str]:
    with suppress(OSError):
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    return []
