"""Real web servers with the edge in them, and somebody who reads there."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from wikisite.tests.conftest import PROJECT
from wikisite.tests.edge.bodies import said_of
from wikisite.tests.ports import free_port

START_SECONDS = 60


class Reader:
    """Somebody who reads at one server, on one connection."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.from_edge = self.reads = 0

    def read(self, address: str) -> str:
        self._connection.request("GET", address)
        answer = self._connection.getresponse()
        body = answer.read()
        self.reads += 1
        self.from_edge += answer.headers["ETag"] is not None
        return said_of(answer.status, answer.headers.get("Location", ""), body)


def site_in(folder: Path) -> dict[str, str]:
    (folder / "static").mkdir()
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(PROJECT),
        "DATA_DIR": str(folder),
        "SITE_URL": "http://127.0.0.1:8000",
        "DJANGO_SETTINGS_MODULE": "wikisite.settings",
        "LOG_LEVEL": "ERROR",
    }


def prepare(environment: dict[str, str]) -> None:
    for command in ("migrate", "collectstatic --no-input"):
        manage(environment, *command.split(), "-v0")


def manage(environment: dict[str, str], *arguments: str) -> str:
    """Run manage.py to its end; return what it printed."""
    command = [sys.executable, str(PROJECT / "manage.py"), *arguments]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def server(environment: dict[str, str]) -> Iterator[int]:
    """A web server of one process; yields its port."""
    port = free_port()
    options = [
        "--interface=wsgi",
        "--http=1",
        f"--port={port}",
        "--workers=1",
        "--blocking-threads=4",
        "--no-ws",
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", *options, "--log-level=error", "wikisite.wsgi:application"],
        env=environment,
        cwd=PROJECT,
    )
    try:
        wait_until_it_answers(port)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def wait_until_it_answers(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with suppress(OSError):
            Reader(port).read("/health/live")
            return
        time.sleep(0.1)
    pytest.fail("The server did not start.")
