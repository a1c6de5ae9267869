"""`manage.py serve` starts a whole site, says in one sentence why it cannot, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from wikisite.supervision import KeepsDying, supervise
from wikisite.tests.conftest import PROJECT

START_SECONDS = 90
PROC = Path("/proc")


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def kept_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """One DATA_DIR for all sites: the first start prepares it, the later ones find it as they were killed."""
    return {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path_factory.mktemp("site") / "a site")}


@pytest.fixture
def site(kept_environment: dict[str, str], port: int) -> Iterator[subprocess.Popen[str]]:
    """A site that answers, with one web worker."""
    process = subprocess.Popen(
        [sys.executable, str(PROJECT / "manage.py"), "serve", "--prepare"],
        env={**kept_environment, "PORT": str(port), "WEB_WORKERS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd="/",
    )
    try:
        wait_until_it_answers(port, process)
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_until_it_answers(port: int, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        with suppress(OSError):
            assert answer(port, "/health/live")[0] == 200
            return
        time.sleep(0.2)
    pytest.fail(f"no answer; code {process.poll()}")


def answer(port: int, path: str) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as response:
            return response.status, response.headers
    except urllib.error.HTTPError as error:
        return error.code, error.headers


def descendants(pid: int) -> set[int]:
    parents = {int(entry.name): int(stat[1]) for entry in PROC.glob("[0-9]*") if (stat := state(entry.name))}
    found: set[int] = set()
    while more := {child for child, parent in parents.items() if parent in found | {pid}} - found:
        found |= more
    return found


def state(pid: object) -> list[str]:
    """The fields of /proc/PID/stat from the state on; none for a process that is gone or a zombie."""
    with suppress(OSError):
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        return fields if fields[0] != "Z" else []
    return []


def wait_until_gone(pids: set[int]) -> set[int]:
    until = time.monotonic() + 30
    while (left := {pid for pid in pids if state(pid)}) and time.monotonic() < until:
        time.sleep(0.1)
    return left


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_site_is_ready_and_stops_at_a_signal_without_a_trace(
    site: subprocess.Popen[str], port: int, number: signal.Signals
) -> None:
    assert answer(port, "/health/ready")[0] == 200
    children = descendants(site.pid)
    assert len(children) >= 3  # the web server, its worker, the task worker
    site.send_signal(number)
    output, _ = site.communicate(timeout=60)
    assert site.returncode == 0, output
    assert f"http://127.0.0.1:{port}" in output
    assert wait_until_gone(children) == set()
    assert "Traceback" not in output


def test_site_serves_hashed_static_files_for_ever_and_with_security_headers(
    site: subprocess.Popen[str], port: int, kept_environment: dict[str, str]
) -> None:
    hashed = next(Path(kept_environment["DATA_DIR"], "static").glob("icon.*.svg"))
    status, headers = answer(port, f"/static/{hashed.name}")
    assert status == 200
    assert "immutable" in headers["Cache-Control"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_site_refuses_unreadable_and_oversized_requests_through_the_real_server(
    site: subprocess.Popen[str], port: int
) -> None:
    assert answer(port, "/wiki/%ff/")[0] == 400
    assert answer(port, "/?q=%00")[0] == 400
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        head = f"POST / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 999999999\r\n\r\n"
        client.sendall(head.encode())
        assert client.recv(100).startswith(b"HTTP/1.1 413")


def test_nothing_outlives_a_killed_serve(site: subprocess.Popen[str]) -> None:
    children = descendants(site.pid)
    site.kill()
    assert wait_until_gone(children) == set()


@pytest.mark.drill
def test_new_code_is_taken_up_under_load_and_no_request_fails(site: subprocess.Popen[str], port: int) -> None:
    before, failures, stop = descendants(site.pid), [], threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                assert answer(port, "/wiki/flask/")[0] == 200
            except Exception as error:  # whatever it is, a reader saw it
                failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    site.send_signal(signal.SIGUSR1)
    granian = min(before)  # the first child, which stays; all others are new
    old = wait_until_gone(before - {granian})
    time.sleep(1)
    stop.set()
    for reader in readers:
        reader.join()

    assert old == set()
    assert failures == []
    assert len(descendants(site.pid)) >= 3


def test_dead_task_worker_is_started_again(site: subprocess.Popen[str]) -> None:
    def worker() -> int | None:
        for pid in descendants(site.pid):
            with suppress(OSError):
                if b"manage.py\0work" in (PROC / str(pid) / "cmdline").read_bytes():
                    return pid
        return None

    first = worker()
    assert first
    os.kill(first, signal.SIGKILL)
    until = time.monotonic() + 30
    while worker() in {None, first} and time.monotonic() < until:
        time.sleep(0.1)
    assert worker() not in {None, first}


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"DATABASE_URL": "postgres//wrong"}, "DATABASE_URL must look like postgresql://"),
        ({"DATABASE_URL": "postgresql://a:word-1@127.0.0.1:1/wiki"}, "Check DATABASE_URL"),
        ({"PORT": "eight"}, "PORT must be a whole number from 1 to 65535, not “eight”."),
        ({"HOST": "no-such-host.invalid"}, "HOST must be an address of this machine"),
        ({"DATA_DIR": "/dev/null/data"}, "DATA_DIR names /dev/null/data, which cannot be made"),
        ({}, "The database is older than the code"),
    ],
)
def test_start_that_cannot_be_is_one_sentence(
    run_manage: Any, port: int, variables: dict[str, str], sentence: str
) -> None:
    done = run_manage("serve", **{"PORT": str(port), **variables})
    assert done.returncode == 1
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "word-1" not in done.stderr


def test_taken_port_is_named_with_the_way_out(run_manage: Any) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run_manage("serve", "--prepare", PORT=str(port))
    assert done.returncode == 1
    assert f"Port {port} is taken" in done.stderr
    assert f"make serve PORT={port + 1}" in done.stderr


def test_file_that_is_no_database_is_named(
    run_manage: Any, site_environment: dict[str, str], port: int
) -> None:
    folder = Path(site_environment["DATA_DIR"])
    folder.mkdir()
    (folder / "wiki.sqlite3").write_text("not a database, but long enough to be read as one" * 50)
    done = run_manage("serve", PORT=str(port))
    assert done.returncode == 1
    assert "wiki.sqlite3" in done.stderr
    assert "Traceback" not in done.stderr


def test_child_that_keeps_dying_stops_the_others_with_a_sentence() -> None:
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    before = descendants(os.getpid())
    with pytest.raises(
        KeepsDying, match=r"The task worker ended 3 times within a minute, last with code 7\."
    ):
        supervise(
            {
                "web server": (sleeper, signal.SIGHUP),
                "task worker": ([sys.executable, "-c", "raise SystemExit(7)"], signal.SIGTERM),
            },
            ready=lambda: None,
        )
    assert descendants(os.getpid()) <= before
