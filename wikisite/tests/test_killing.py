"""Everything is killed at random while eight people write: whatever was acknowledged is there exactly once.

KILLS=50 in the environment makes the long run; the short one is part of `.ci/run`. On SQLite the site dies as
a whole; on PostgreSQL, in a cluster of the test's own, the site, the database or both.
"""

import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from wikisite.tests.cluster import Cluster, own_cluster
from wikisite.tests.conftest import PROJECT
from wikisite.tests.ports import free_port

pytestmark = pytest.mark.drill
KILLS = int(os.environ.get("KILLS", "3"))
WRITERS = 8
OUTAGE_SECONDS = 10  # longer than a process needs to start and to fail three times
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
    client.force_login(person)
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
    statuses: set[int] = field(default_factory=set)

    def write(self, until: threading.Event, *, pause: float = 0) -> None:
        """Save, keep a draft and comment, again and again with so many seconds between."""
        step = 0
        while not until.wait(pause):
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
            self.statuses.add(answer.status)
            return answer.status, answer.read().decode()


SECURITY = {"content_type", "object_pk", "timestamp", "security_hash", "honeypot"}


KEPT = """
import json
from comments.models import PageComment
from pages.models import Draft
print("kept", json.dumps({
    "comments": list(PageComment.objects.values_list("comment", flat=True)),
    "drafts": list(Draft.objects.values_list("body", flat=True)),
}))
"""
INDEX = """
import hashlib
from comments.models.index import COMMENTS
from pages.search.backends import adapter
from pages.search.backends.sought import PAGES
for index in (PAGES, COMMENTS):
    held = adapter().contents(index)
    print("index of", len(held), hashlib.sha256(repr(held).encode()).hexdigest())
"""


def test_what_was_acknowledged_survives_every_kill_of_the_site_exactly_once(tmp_path: Path) -> None:
    environment = site_in(tmp_path)
    Killing(environment).go()


def test_what_was_acknowledged_survives_every_kill_of_site_and_database_exactly_once(tmp_path: Path) -> None:
    with own_cluster() as cluster:
        Killing({**site_in(tmp_path), "DATABASE_URL": cluster.url}, cluster).go()


def site_in(folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(folder / "site"),
        "PORT": str(free_port()),
        "WEB_WORKERS": "2",
    }


@dataclass
class Killing:
    """Writers at work on a site that dies again and again, and what must be true afterwards."""

    environment: dict[str, str]
    cluster: Cluster | None = None

    def go(self) -> None:
        self.site = serve(self.environment)
        stop, writers = threading.Event(), self._writers()
        threads = [threading.Thread(target=writer.write, args=[stop]) for writer in writers]
        try:
            for thread in threads:
                thread.start()
            for number in range(KILLS):
                time.sleep(random.uniform(0.5, 3))
                self._kill_something(is_first=number == 0)
            time.sleep(2)
            stop.set()
            for thread in threads:
                thread.join()
            check_what_readers_see(writers, {503})
        finally:
            stop.set()
            kill(self.site, self.port)
        check_what_is_stored(self.environment, writers)

    @property
    def port(self) -> int:
        return int(self.environment["PORT"])

    def _writers(self) -> list[Writer]:
        prepared = manage(self.environment, "shell", "-c", PREPARE.format(writers=WRITERS)).stdout
        sessions = re.findall(r"session (\w+)", prepared)
        assert len(sessions) == WRITERS
        return [Writer(number, session, self.port) for number, session in enumerate(sessions)]

    def _kill_something(self, *, is_first: bool) -> None:
        """A site whose database alone died must go on by itself when the database is back."""
        dies = random.choice(["site", "database", "both"]) if self.cluster else "site"
        dies = "database" if self.cluster and is_first else dies
        if self.cluster and dies != "site":
            self.cluster.kill()
        if dies == "database":
            time.sleep(OUTAGE_SECONDS if is_first else 0)
            self._check_what_a_writer_is_told()
        if dies != "database":
            kill(self.site, self.port)
        if self.cluster and dies != "site":
            self.cluster.start()
        if dies != "database":
            self.site = serve(self.environment)

    def _check_what_a_writer_is_told(self) -> None:
        """Without its database the site says so, and gives back what was written."""
        writer = Writer(0, "x" * 32, self.port)
        fields = {"title": "Page 0", "body": "words of an hour", "base": "1"}
        status, html = writer._ask("POST", f"{writer.page}edit/", fields)
        assert (status, "words of an hour" in html) == (503, True)


def check_what_readers_see(writers: list[Writer], failures: set[int]) -> None:
    """Everybody wrote, was told of nothing worse than `failures`, and finds each line once."""
    assert sum(len(writer.lines) + len(writer.comments) for writer in writers) > WRITERS
    for writer in writers:
        assert {status for status in writer.statuses if status >= 500} <= failures
        text = writer.text()
        assert [line for line in writer.lines if text.count(f"{line}.\n") != 1] == []


def check_what_is_stored(environment: dict[str, str], writers: list[Writer]) -> None:
    """The history is whole, and what was acknowledged is there once."""
    assert "the history is whole" in manage(environment, "verify").stdout
    check_the_index(environment)
    said = manage(environment, "shell", "-c", KEPT).stdout
    kept = json.loads(said.partition("kept ")[2])
    for writer in writers:
        assert [words for words in writer.comments if kept["comments"].count(words) != 1] == []
        drafts = [body for body in kept["drafts"] if body.startswith(f"draft {writer.number}-")]
        assert [step(body) >= step(writer.draft) for body in drafts] == [True]


def check_the_index(environment: dict[str, str]) -> None:
    """What is found after the kills is what an index that was built again finds."""
    after_kills = manage(environment, "shell", "-c", INDEX).stdout
    assert re.search(r"index of [1-9]", after_kills)
    manage(environment, "rebuild_derived")
    assert manage(environment, "shell", "-c", INDEX).stdout == after_kills


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
