"""Two application servers behind nginx, on one PostgreSQL and one Redis: each part is killed under load.

nginx runs with the file of `deploy/`, with the addresses of this machine in it.
"""

import http.client
import json
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from wikisite.tests.cluster import own_cluster
from wikisite.tests.conftest import PROJECT
from wikisite.tests.nginx import nginx
from wikisite.tests.ports import free_port
from wikisite.tests.test_killing import (
    PREPARE,
    WRITERS,
    Writer,
    check_what_is_stored,
    check_what_readers_see,
    kill,
    manage,
    serve,
)

pytestmark = pytest.mark.drill

RECOVERS_WITHIN_SECONDS = 60
AWAY_SECONDS = 4


@dataclass
class Reader:
    """Strangers who read through nginx; `seen` is what they were answered since it was last emptied."""

    port: int
    seen: set[int] = field(default_factory=set)

    def read(self, until: threading.Event) -> None:
        while not until.is_set():
            for number in range(WRITERS):
                self.seen.add(status(self.port, f"/wiki/page-{number}/"))

    def sees(self) -> set[int]:
        """What is answered within the next seconds."""
        self.seen = set()
        time.sleep(AWAY_SECONDS)
        return self.seen


def status(port: int, path: str) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status


def readiness(port: int) -> tuple[int, dict[str, str]]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", "/health/ready")
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())


def wait_until_ready(port: int) -> None:
    until = time.monotonic() + RECOVERS_WITHIN_SECONDS
    while time.monotonic() < until:
        with suppress(OSError):
            if readiness(port)[0] == 200:
                return
        time.sleep(0.2)
    pytest.fail(f"The server at {port} did not recover by itself: {readiness(port)}")


def deployed(port: int, servers: list[int]) -> str:
    """`deploy/nginx-two-servers.conf` on this machine and without TLS."""
    text = (PROJECT / "deploy" / "nginx-two-servers.conf").read_text()
    text = re.sub(r" +(http2|ssl_certificate|ssl_certificate_key) .*;\n", "", text)
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    for number, server in enumerate(servers, start=1):
        text = text.replace(f"10.0.0.1{number}:8000", f"127.0.0.1:{server}")
    return text


@contextmanager
def own_redis(folder: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """A Redis that keeps nothing, until the block ends or it is killed."""
    program = shutil.which("redis-server")
    if not program:
        pytest.skip("*** NO REDIS: nothing was shown of two servers. ***")
    options = ["--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
    folder.mkdir(exist_ok=True)
    process = subprocess.Popen([program, *options, "--dir", str(folder)], stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_each_part_is_killed_under_load_and_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    redis_port, front = free_port(), free_port()
    with own_cluster() as cluster:
        shared = {
            "DATABASE_URL": cluster.url,
            "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
            "SECRET_KEY": "of both servers, fifty characters or more, made up here",
            "STORAGE_URL": f"file://{tmp_path}/media",
            "TRUSTED_PROXIES": "127.0.0.1",
            "WEB_WORKERS": "1",
        }
        environments = [
            {
                **shared,
                "PATH": "/usr/bin:/bin",
                "DATA_DIR": str(tmp_path / f"server-{number}"),
                "PORT": str(free_port()),
            }
            for number in (1, 2)
        ]
        ports = [int(environment["PORT"]) for environment in environments]
        with own_redis(tmp_path / "redis", redis_port) as redis:
            sites = [serve(environment) for environment in environments]
            writers = prepared(environments[0], front)
            reader, stop = Reader(front), threading.Event()
            work = [writer.write for writer in writers] + [reader.read] * 2
            threads = [threading.Thread(target=each, args=[stop]) for each in work]
            try:
                with nginx(tmp_path / "nginx", deployed(front, ports), front):
                    for thread in threads:
                        thread.start()
                    assert reader.sees() == {200}

                    kill(sites[0], ports[0])
                    assert reader.sees() == {200}  # the other one answers
                    assert readiness(ports[1])[0] == 200
                    sites[0] = serve(environments[0])

                    cluster.kill()
                    assert readiness(ports[1])[1]["database"] == "failed"
                    assert reader.sees() <= {200, 503, 502}
                    cluster.start()
                    for port in ports:
                        wait_until_ready(port)
                    assert reader.sees() == {200}

                    redis.kill()
                    redis.wait()
                    code, parts = readiness(ports[0])
                    assert (code, parts["cache"], parts["database"]) == (503, "failed", "ok")
                    assert reader.sees() == {200}  # pages are read without it
                    with own_redis(tmp_path / "redis", redis_port):
                        for port in ports:
                            wait_until_ready(port)
                        assert reader.sees() == {200}
                        stop.set()
                        for thread in threads:
                            thread.join()
                        check_what_readers_see(writers, {502, 503})
            finally:
                stop.set()
                for site, port in zip(sites, ports, strict=True):
                    kill(site, port)
        check_what_is_stored({**environments[0], "REDIS_URL": ""}, writers)


def prepared(environment: dict[str, str], front: int) -> list[Writer]:
    """The writers' pages and sessions are made on the first server; they work through nginx."""
    said = manage(environment, "shell", "-c", PREPARE.format(writers=WRITERS)).stdout
    sessions = re.findall(r"session (\w+)", said)
    assert len(sessions) == WRITERS
    return [Writer(number, session, front) for number, session in enumerate(sessions)]
