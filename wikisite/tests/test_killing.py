"""Everything is killed at random while eight people write: whatever was acknowledged is there exactly once.

KILLS=50 in the environment makes the long run; the short one is part of every run.
"""

import http.client
import json
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.parse
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from wikisite.tests.conftest import PROJECT

KILLS = int(os.environ.get("KILLS", "3"))
WRITERS = 8
TOKEN = "t" * 32  # any token does, as long as cookie and form agree
PREPARE = """
from django.contrib.auth.models import Group, User
from django.test import Client
from pages.actions.create import create
for n in range({writers}):
    person = User.objects.create_user(f"writer-{{n}}", password="three unrelated words")
    person.groups.add(Group.objects.get(name="Contributors"))
    create(f"Page {{n}}", "Start.\\n", by=None)
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    print("session", client.cookies["sessionid"].value)
"""


@dataclass
class Writer:
    """A person with one page. What the server acknowledged stands in `lines`, `comments` and `draft`."""

    number: int
    session: str
    port: int
    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    draft: str = ""

    def write(self, until: threading.Event) -> None:
        step = 0
        while not until.is_set():
            step += 1
            with suppress(OSError, http.client.HTTPException):  # the server was killed in the middle
                self._save(f"line {self.number}-{step}")
                self._keep_draft(f"draft {self.number}-{step}")
                self._comment(f"comment {self.number}-{step}")

    def _save(self, line: str) -> None:
        base = re.search(r'name="base" value="(\d+)"', self._ask("GET", f"{self.page}edit/")[1])
        text = self.text()
        if base and text:
            fields = {"title": f"Page {self.number}", "body": f"{text}{line}.\n", "base": base[1]}
            if self._ask("POST", f"{self.page}edit/", fields)[0] == 303:
                self.lines.append(line)

    def _keep_draft(self, words: str) -> None:
        fields = {"page": f"page-{self.number}", "base": "1", "title": "x", "body": words, "summary": ""}
        status, body = self._ask("POST", "/draft/", fields)
        if status == 200 and "sha256" in json.loads(body):
            self.draft = words

    def _comment(self, words: str) -> None:
        hidden = re.findall(r'name="(\w+)" value="([^"]*)"', self._ask("GET", self.page)[1])
        fields = {"comment": words, **{name: value for name, value in hidden if name in SECURITY}}
        if self._ask("POST", "/comments/post/", fields)[0] == 303:
            self.comments.append(words)

    @property
    def page(self) -> str:
        return f"/wiki/page-{self.number}/"

    def text(self) -> str:
        status, text = self._ask("GET", f"/wiki/page-{self.number}.md")
        return text if status == 200 else ""

    def _ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        cookies = {"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}"}
        form = {"Content-Type": "application/x-www-form-urlencoded"} if fields else {}
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": TOKEN}) if fields else None
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.request(method, path, body, {**cookies, **form})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()


SECURITY = {"content_type", "object_pk", "timestamp", "security_hash", "honeypot"}


def test_whatever_was_acknowledged_survives_every_kill_exactly_once(tmp_path: Path) -> None:
    folder, port = tmp_path / "site", free_port()
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "PORT": str(port), "WEB_WORKERS": "2"}
    server = serve(environment)
    prepared = manage(environment, "shell", "-c", PREPARE.format(writers=WRITERS)).stdout
    sessions = re.findall(r"session (\w+)", prepared)
    writers = [Writer(number, session, port) for number, session in enumerate(sessions)]
    stop = threading.Event()
    threads = [threading.Thread(target=writer.write, args=[stop]) for writer in writers]
    for thread in threads:
        thread.start()
    for _ in range(KILLS):
        time.sleep(random.uniform(0.5, 3))
        kill(server, port)
        server = serve(environment)
    time.sleep(2)
    stop.set()
    for thread in threads:
        thread.join()
    try:
        assert sum(len(writer.lines) + len(writer.comments) for writer in writers) > WRITERS
        for writer in writers:
            text = writer.text()
            assert [line for line in writer.lines if text.count(f"{line}.\n") != 1] == []
    finally:
        kill(server, port)
    assert "the history is whole" in manage(environment, "verify").stdout
    with closing(sqlite3.connect(folder / "wiki.sqlite3")) as database:
        for writer in writers:
            assert [words for words in writer.comments if rows(database, COMMENT, words) != 1] == []
            kept = database.execute(DRAFT, [f"draft {writer.number}-%"]).fetchall()
            assert [step(body) >= step(writer.draft) for (body,) in kept] == [True]
    assert len(sessions) == WRITERS


COMMENT = "SELECT count(*) FROM django_comments WHERE comment = ?"
DRAFT = "SELECT body FROM pages_draft WHERE body LIKE ?"


def rows(database: sqlite3.Connection, question: str, words: str) -> int:
    return database.execute(question, [words]).fetchone()[0]


def step(draft: str) -> int:
    """A draft that was stored, but not acknowledged, may be newer than the acknowledged one; never older."""
    return int(draft.rpartition("-")[2] or 0)


def serve(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start the site in a process group of its own and wait until it answers."""
    command = [sys.executable, str(PROJECT / "manage.py"), "serve", "--prepare"]
    server = subprocess.Popen(
        command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 90
    while time.monotonic() < until:
        with (
            suppress(OSError),
            closing(http.client.HTTPConnection("127.0.0.1", int(environment["PORT"]))) as ask,
        ):
            ask.request("GET", "/health/live")
            if ask.getresponse().status == 200:
                return server
        time.sleep(0.1)
    pytest.fail("The site did not start.")


def kill(server: subprocess.Popen[bytes], port: int) -> None:
    """The web server, its workers and the task worker, without a word; wait until the last one let go."""
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait()
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.05)
    pytest.fail("Something of the site outlived the kill.")


def manage(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(PROJECT / "manage.py"), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
