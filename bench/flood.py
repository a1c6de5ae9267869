"""A flood of comments against a real server: what gets through, what the queue holds, what readers feel.

`python -m bench.flood` alone prints the figures; 2,000 posts in a minute from 50 addresses over 4 processes.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

PROJECT = Path(__file__).resolve().parent.parent
PAGE = "/wiki/flask/"
HIDDEN = re.compile(r'name="(content_type|object_pk|timestamp|security_hash)" value="([^"]*)"')
POSTS, SECONDS, ADDRESSES, WORKERS, SENDERS, READERS = 2000, 60, 50, 4, 32, 4
QUIET_SECONDS, READER_PAUSE_SECONDS = 15, 0.2
EVERY_ADDRESS, TOGETHER = 5, 120  # the limits as they are delivered
SET_LIMIT = "from comments.models import Rules; Rules(pk=1, strangers_a_minute={}).save()"
READ_QUEUE = """
import json
from comments.models import PageComment
rows = PageComment.objects.pending().values_list("ip_address", "comment", "submit_date")
print("queue", json.dumps([(address, words, at.timestamp()) for address, words, at in rows]))
"""


class Site:
    """`manage.py serve` in a folder of its own, behind a proxy that it believes: this process."""

    def __init__(self, folder: str, *, workers: int = WORKERS) -> None:
        Path(folder).mkdir(exist_ok=True)
        self.log = Path(folder, "serve.log")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        # SQLite in that folder, whatever database this shell names: a flood belongs into none that is kept.
        own = {"DATA_DIR": folder, "PORT": str(self.port), "WEB_WORKERS": str(workers)}
        common = {"PATH": os.environ["PATH"], "TRUSTED_PROXIES": "127.0.0.1", "LOG_LEVEL": "ERROR"}
        self.environment = {**own, **common}

    @contextmanager
    def running(self) -> Iterator[None]:
        command = [sys.executable, str(PROJECT / "manage.py"), "serve", "--prepare"]
        with self.log.open("a") as log:
            options = {"stdout": log, "stderr": subprocess.STDOUT, "start_new_session": True}
            server = subprocess.Popen(command, env=self.environment, **options)
        try:
            self._wait_until_it_answers(server)
            yield
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
            server.wait()
            self._wait_until_nothing_answers()

    def manage(self, code: str) -> str:
        command = [sys.executable, str(PROJECT / "manage.py"), "shell", "-c", code]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=True
        ).stdout

    def queue(self) -> list[tuple[str, str, float]]:
        """Address, words and time of every comment that waits."""
        return [tuple(row) for row in json.loads(self.manage(READ_QUEUE).partition("queue ")[2])]

    def ask(self, method: str, path: str, fields: Any = None, address: str = "") -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"X-Forwarded-For": address} if address else {}
        if fields:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, urlencode(fields) if fields else None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def form(self) -> dict[str, str]:
        """The page's form as any stranger gets it."""
        hidden = dict(HIDDEN.findall(self.ask("GET", PAGE)[1]))
        return {**hidden, "honeypot": "", "name": "Flood", "email": "flood@mail.example", "url": ""}

    def _wait_until_nothing_answers(self) -> None:
        """The children end a moment after their parent; until then they would answer for the next start."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)):
                    return
            time.sleep(0.05)
        raise SystemExit("The site did not stop.")

    def _wait_until_it_answers(self, server: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + 120
        while time.monotonic() < until and server.poll() is None:
            with suppress(OSError, HTTPException):
                if self.ask("GET", "/health/live")[0] == 200:
                    return
            time.sleep(0.1)
        raise SystemExit("The site did not start.")


def address_of(number: int, addresses: int) -> str:
    return f"203.0.113.{number % addresses + 1}"


@dataclass(frozen=True)
class Sent:
    """One post of a flood: its words, where it came from, when it was answered and how."""

    words: str
    address: str
    at: float
    status: int


def flood(site: Site, *, posts: int, addresses: int, seconds: float) -> list[Sent]:
    """Send that many posts evenly over `seconds`, or as fast as the site answers."""
    form, start = site.form(), time.monotonic()

    def send(number: int) -> Sent:
        time.sleep(max(0.0, start + number * seconds / posts - time.monotonic()))
        words, address = f"Flood number {number}", address_of(number, addresses)
        status, _ = site.ask("POST", "/comments/post/", {**form, "comment": words}, address)
        return Sent(words, address, time.time(), status)

    with ThreadPoolExecutor(SENDERS) as senders:
        return list(senders.map(send, range(posts)))


def allowed(sent: list[Sent], *, each: int, together: int) -> int:
    """How many of these posts exact limits let through: a busy machine takes longer than planned."""
    taken: list[Sent] = []
    for post in sorted(sent, key=lambda post: post.at):
        lately = [other for other in taken if other.at > post.at - 60]
        if len(lately) < together and sum(other.address == post.address for other in lately) < each:
            taken.append(post)
    return len(taken)


def most_in_a_minute(times: list[float]) -> int:
    """The largest number of times in any stretch of 60 seconds."""
    return max((sum(start <= time < start + 60 for time in times) for start in times), default=0)


def reading(site: Site, work: Callable[[], Any]) -> tuple[float, Any]:
    """Do `work` while people read; return their median in milliseconds, and its result."""
    spent, is_over = [], threading.Event()

    def read(number: int) -> None:
        while not is_over.is_set():
            before = time.perf_counter()
            status, _ = site.ask("GET", PAGE, address=f"198.51.100.{number}")
            assert status == 200
            spent.append(time.perf_counter() - before)
            is_over.wait(READER_PAUSE_SECONDS)

    readers = [threading.Thread(target=read, args=[number]) for number in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        result = work()
    finally:
        is_over.set()
        for reader in readers:
            reader.join()
    return median(spent) * 1000, result


def measured(together: int) -> list[dict[str, Any]]:
    """One flood on a fresh site whose strangers may post so often together."""
    with tempfile.TemporaryDirectory(prefix="wikisite-flood-") as folder:
        site = Site(folder)
        with site.running():
            site.manage(SET_LIMIT.format(together))
            quiet, _ = reading(site, lambda: time.sleep(QUIET_SECONDS))
            options = {"posts": POSTS, "addresses": ADDRESSES, "seconds": SECONDS}
            busy, sent = reading(site, lambda: flood(site, **options))
        return _rows(site, sent, together, (quiet, busy))


def _rows(site: Site, sent: list[Sent], together: int, medians: tuple[float, float]) -> list[dict[str, Any]]:
    queue, counts = site.queue(), Counter(post.status for post in sent)
    accepted = {post.words for post in sent if post.status == 303}
    exact = allowed(sent, each=EVERY_ADDRESS, together=together)
    took = max(post.at for post in sent) - min(post.at for post in sent)
    note = f"exact limits: {exact}; {together} a minute together; in {took:.0f} s"
    per_address = [
        most_in_a_minute([at for found, _, at in queue if found == address])
        for address in {address for address, _, _ in queue}
    ]
    assert abs(len(accepted) - exact) <= 0.05 * exact, (counts, note)
    assert accepted == {words for _, words, _ in queue}
    assert max(per_address) <= EVERY_ADDRESS
    assert most_in_a_minute([at for _, _, at in queue]) <= together
    quiet, busy = medians
    return [
        {
            "name": "posts answered 303",
            "value": counts[303],
            "unit": "posts",
            "note": note,
        },
        {"name": "posts answered 429", "value": counts[429], "unit": "posts"},
        {
            "name": "posts answered otherwise",
            "value": len(sent) - counts[303] - counts[429],
            "unit": "posts",
        },
        {"name": "accepted and not in the queue", "value": len(accepted) - len(queue), "unit": "posts"},
        {
            "name": "most a minute, one address",
            "value": max(per_address),
            "unit": "posts",
            "note": "at most 5",
        },
        {"name": "readers' median, quiet", "value": quiet, "unit": "ms"},
        {
            "name": "readers' median, flood",
            "value": busy,
            "unit": "ms",
            "note": f"{busy / quiet:.2f} x; under 3",
        },
    ]


def run() -> list[dict[str, Any]]:
    return [*measured(10_000), *measured(TOGETHER)]


if __name__ == "__main__":
    for row in run():
        print(f"{row['name']:<32} {row['value']:>10.1f} {row['unit']:<6} {row.get('note', '')}", flush=True)
