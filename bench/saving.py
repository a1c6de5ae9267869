"""What one person waits for over HTTP: a page read signed in, a revision saved, a comment posted."""

import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
ROUNDS = 200
TOKEN = "t" * 32
PARAGRAPH = (
    "Flask is a small framework that leaves most choices, such as the database, to whoever uses it.\n\n"
)
BODY = PARAGRAPH * 62  # 6 KB
SECURITY = {"content_type", "object_pk", "timestamp", "security_hash"}
PREPARE = """
from django.contrib.auth.models import Group, User
from django.test import Client
from pages.actions.create import create
person = User.objects.create_user("bench", password="three unrelated words")
person.groups.add(Group.objects.get(name="Moderators"))
create("Bench", {body!r}, by=None)
client = Client()
client.force_login(person)
print("session", client.cookies["sessionid"].value)
"""


def run() -> list[dict[str, Any]]:
    """Return medians in milliseconds: one client, one web worker, SQLite with synchronous=FULL."""
    with tempfile.TemporaryDirectory(prefix="wikisite-bench-") as folder, _site(folder) as visitor:
        reading = _timed(lambda _: visitor.ask("GET", "/wiki/bench/"))
        saving = _timed(visitor.save)
        posting = _timed(visitor.comment, rounds=50)
    return [
        _row("signed-in read, p50", reading, "at least 4, aim 1"),
        _row("save a 6 KB revision, p50", saving, "at least 10, aim 4.8"),
        _row("post a comment, p50", posting, "at least 12, aim 5"),
    ]


def _row(name: str, times: list[float], note: str) -> dict[str, Any]:
    return {"name": name, "value": statistics.median(times) * 1000, "unit": "ms", "note": note}


class Visitor:
    """One signed-in person on one connection that stays open, as a browser's does."""

    def __init__(self, port: int, session: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}"}
        self.base = 1

    def ask(self, method: str, path: str, fields: dict[str, Any] | None = None) -> tuple[int, str]:
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": TOKEN}) if fields else None
        form = {"Content-Type": "application/x-www-form-urlencoded"} if fields else {}
        self.connection.request(method, path, body, {**self.cookies, **form})
        answer = self.connection.getresponse()
        return answer.status, answer.read().decode()

    def save(self, number: int) -> None:
        fields = {"title": "Bench", "body": f"{BODY}Line {number}.\n", "base": self.base, "summary": ""}
        status, _ = self.ask("POST", "/wiki/bench/edit/", fields)
        assert status == 303, status
        self.base += 1

    def comment(self, number: int) -> None:
        if number == 0:
            hidden = re.findall(r'name="(\w+)" value="([^"]*)"', self.ask("GET", "/wiki/bench/")[1])
            self.security = {name: value for name, value in hidden if name in SECURITY}
        fields = {**self.security, "comment": f"Words number {number}", "honeypot": ""}
        status, _ = self.ask("POST", "/comments/post/", fields)
        assert status == 303, status


def _timed(act: Callable[[int], Any], *, rounds: int = ROUNDS) -> list[float]:
    """Seconds of each round, after one that only warms up."""
    act(0)
    times = []
    for number in range(1, rounds + 1):
        before = time.perf_counter()
        act(number)
        times.append(time.perf_counter() - before)
    return times


@contextmanager
def _site(folder: str) -> Iterator[Visitor]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": folder, "PORT": str(port), "WEB_WORKERS": "1"}
    manage = [sys.executable, str(PROJECT / "manage.py")]
    site = subprocess.Popen([*manage, "serve", "--prepare"], env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        shell = [*manage, "shell", "-c", PREPARE.format(body=BODY)]
        said = subprocess.run(shell, env=environment, capture_output=True, text=True, check=True).stdout
        yield Visitor(port, re.findall(r"session (\w+)", said)[0])
    finally:
        site.terminate()
        site.wait(30)


def _wait_for(port: int, *, seconds: int = 90) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/health/live")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise SystemExit("The site did not start.")
