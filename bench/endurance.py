"""Readers while eight people write and a backup is taken, and what the processes keep after minutes of that.

Each of the eight saves, keeps a draft and comments once a second: about 24 commits a second and twice as many
requests besides. One site with two web workers on SQLite, or on DATABASE_URL. ENDURANCE_SECONDS=300 makes the
long run.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from wikisite.tests.ports import free_port
from wikisite.tests.test_killing import PREPARE, PROJECT, WRITERS, Writer, kill, manage, serve

SECONDS = int(os.environ.get("ENDURANCE_SECONDS", "60"))
SECONDS_BETWEEN_WRITES = 1
PROC = Path("/proc")


def run() -> list[dict[str, Any]]:
    """Return medians of reading in milliseconds, and what grew from a third of the time to its end."""
    with (
        tempfile.TemporaryDirectory(prefix="wikisite-bench-") as folder,
        _site(folder) as (environment, site),
    ):
        port = int(environment["PORT"])
        writers = _writers(environment)
        quiet = reading(port, 5)
        with _at_work([partial(writer.write, pause=SECONDS_BETWEEN_WRITES) for writer in writers]):
            stormy = reading(port, SECONDS / 3)
            warm = _held(site.pid)
            backup = subprocess.Popen(
                _backup(environment, folder), cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL
            )
            beside = reading(port, SECONDS / 3)
            assert backup.wait() == 0
            reading(port, SECONDS / 3)
            late = _held(site.pid)
        failures = {code for writer in writers for code in writer.statuses if code >= 500}
    times = [_row("quiet", quiet), _row("while eight write", stormy), _row("with a backup", beside)]
    growth = [
        {"name": f"{name} grown by", "value": held / warm[name] - 1, "unit": "", "note": f"to {held:,}"}
        for name, held in late.items()
    ]
    return [
        *times,
        {"name": "slower while eight write", "value": stormy / quiet, "unit": "x"},
        {"name": "slower with a backup", "value": beside / quiet, "unit": "x"},
        *growth,
        {"name": "errors that writers saw", "value": len(failures), "unit": ""},
    ]


def reading(port: int, seconds: float) -> float:
    """The median milliseconds in which a stranger gets a page, on a connection that stays open."""
    connection, times, until = HTTPConnection("127.0.0.1", port, timeout=30), [], time.monotonic() + seconds
    number = 0
    while time.monotonic() < until:
        began = time.perf_counter()
        connection.request("GET", f"/wiki/page-{number % WRITERS}/")
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        times.append(time.perf_counter() - began)
        number += 1
        time.sleep(0.01)
    return statistics.median(times) * 1000


def _row(name: str, value: float) -> dict[str, Any]:
    return {"name": f"a stranger reads, {name}", "value": value, "unit": "ms"}


@contextmanager
def _site(folder: str) -> Iterator[tuple[dict[str, str], "subprocess.Popen[bytes]"]]:
    kept = {name: os.environ[name] for name in ("PATH", "DATABASE_URL", "REDIS_URL") if name in os.environ}
    environment = {**kept, "DATA_DIR": folder, "PORT": str(free_port()), "WEB_WORKERS": "2"}
    site = serve(environment)
    try:
        yield environment, site
    finally:
        kill(site, int(environment["PORT"]))


def _writers(environment: dict[str, str]) -> list[Writer]:
    said = manage(environment, "shell", "-c", PREPARE.format(writers=WRITERS)).stdout
    sessions = re.findall(r"session (\w+)", said)
    return [Writer(number, session, int(environment["PORT"])) for number, session in enumerate(sessions)]


@contextmanager
def _at_work(works: list[Callable[[threading.Event], None]]) -> Iterator[None]:
    stop = threading.Event()
    threads = [threading.Thread(target=work, args=[stop]) for work in works]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _backup(environment: dict[str, str], folder: str) -> list[str]:
    return [sys.executable, str(PROJECT / "manage.py"), "backup", "--to", f"{folder}/backups"]


def _held(pid: int) -> dict[str, int]:
    """Memory in kB, open descriptors and sockets of the process and all below it."""
    pids = _below(pid)
    names = [os.readlink(file) for pid in pids for file in _descriptors(pid)]
    return {
        "memory": sum(_resident(pid) for pid in pids),
        "descriptors": len(names),
        "sockets": sum(name.startswith("socket:") for name in names),
    }


def _below(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        for task in (PROC / str(parent) / "task").glob("*/children"):
            found += [int(word) for word in task.read_text().split()]
    return found


def _descriptors(pid: int) -> list[str]:
    return [str(file) for file in (PROC / str(pid) / "fd").iterdir() if file.is_symlink()]


def _resident(pid: int) -> int:
    status = (PROC / str(pid) / "status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1])  # type: ignore[index]
