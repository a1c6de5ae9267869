"""Two servers, a writer in a third process: what is read after a commit is never what was there before it.

STALENESS_ACTS=1000 in the environment makes the long run; the short one is part of every run.
"""

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from wikisite.tests.cluster import own_cluster
from wikisite.tests.conftest import PROJECT
from wikisite.tests.edge.servers import Reader, prepare, server, site_in

pytestmark = pytest.mark.drill

ACTS = int(os.environ.get("STALENESS_ACTS", "25"))
READS = 8
SERVERS = 2


@pytest.mark.parametrize("validation", ["stamp", "select"])
def test_no_reader_of_sqlite_sees_what_was_there_before_a_commit(tmp_path: Path, validation: str) -> None:
    drill({**site_in(tmp_path), "EDGE_VALIDATION": validation})


def test_no_reader_of_postgresql_sees_what_was_there_before_a_commit(tmp_path: Path) -> None:
    with own_cluster() as cluster:
        drill({**site_in(tmp_path), "DATABASE_URL": cluster.url})


def drill(environment: dict[str, str]) -> None:
    prepare(environment)
    stale: list[str] = []
    with ExitStack() as stack:
        tell = stack.enter_context(writer(environment))
        readers = [Reader(stack.enter_context(server(environment))) for _ in range(SERVERS)]
        busy = stack.enter_context(others_reading([reader.port for reader in readers]))
        for _ in range(ACTS):
            done = tell()
            busy[:] = done["must"]
            addresses = list(done["must"].items())
            for reader in readers:
                for address, must in (addresses * READS)[:READS]:
                    if reader.read(address) != must:
                        stale.append(f"{done['act']}: {address}")
    assert stale == []
    assert [reader.reads for reader in readers] == [ACTS * READS] * SERVERS
    assert sum(reader.from_edge for reader in readers) > ACTS * READS  # more than half of all


@contextmanager
def writer(environment: dict[str, str]) -> Iterator[Any]:
    command = [sys.executable, "-m", "wikisite.tests.edge.writer"]
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT
    )
    assert process.stdout.readline() == "ready\n"

    def tell() -> dict[str, Any]:
        process.stdin.write("\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    try:
        yield tell
    finally:
        process.kill()
        process.communicate()


@contextmanager
def others_reading(ports: list[int]) -> Iterator[list[str]]:
    """Somebody at each server who reads the same addresses all the time, also while they change."""
    addresses, is_over = ["/"], threading.Event()

    def read(port: int) -> None:
        reader, turn = Reader(port), 0
        while not is_over.is_set():
            turn += 1
            with suppress(http.client.HTTPException):
                reader.read(addresses[turn % len(addresses)])
            time.sleep(0.002)

    threads = [threading.Thread(target=read, args=[port]) for port in ports]
    for thread in threads:
        thread.start()
    try:
        yield addresses
    finally:
        is_over.set()
        for thread in threads:
            thread.join()
