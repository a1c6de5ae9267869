"""A PostgreSQL cluster of the test's own, which may be killed without a word."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from wikisite.tests.ports import free_port

PLACES = ("/usr/lib/postgresql", "/usr/local")
START_SECONDS = 60
PROC = Path("/proc")


@dataclass
class Cluster:
    """A data folder with a server that listens on one port of this machine alone."""

    folder: Path
    binaries: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgresql://wikisite@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start the server, and wait until it has recovered from whatever happened and answers."""
        address = ["-p", str(self.port), "-h", "127.0.0.1", "-k", str(self.folder.parent)]
        limits = ["-c", "max_connections=60"]
        with (self.folder.parent / "log").open("ab") as log:
            run = [self.binaries / "postgres", "-D", str(self.folder), *address, *limits]
            subprocess.Popen(
                run, stdout=log, stderr=log, cwd=self.folder.parent, start_new_session=True, **_owner()
            )
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            with suppress(psycopg.OperationalError), psycopg.connect(self.url, connect_timeout=2):
                return
            time.sleep(0.1)
        pytest.fail(f"PostgreSQL did not start: {(self.folder.parent / 'log').read_text()[-2000:]}")

    def kill(self) -> None:
        """kill -9 for the server and all of its processes, as when a machine loses its power."""
        while pids := self._processes():
            for pid in pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.05)

    def _processes(self) -> list[int]:
        """PostgreSQL's processes are those that stand in the data folder."""
        found = []
        for entry in PROC.glob("[0-9]*/cwd"):
            with suppress(OSError):
                if entry.readlink() == self.folder:
                    found.append(int(entry.parent.name))
        return found


@contextmanager
def own_cluster() -> Iterator[Cluster]:
    """Make a cluster, start it, and leave nothing of it. Skips where PostgreSQL's programs are missing."""
    binaries = _binaries()
    parent = Path(tempfile.mkdtemp(prefix="wikisite-cluster-"))
    parent.chmod(0o777)  # its owner is another one than the test's, where that is root
    cluster = Cluster(parent / "data", binaries, free_port())
    make = [binaries / "initdb", "-D", str(cluster.folder), "-U", "wikisite", "-A", "trust", "-E", "UTF8"]
    try:
        subprocess.run([*make, "--locale=C.UTF-8"], cwd=parent, capture_output=True, check=True, **_owner())
        cluster.start()
        yield cluster
    finally:
        cluster.kill()
        shutil.rmtree(parent, ignore_errors=True)


def _binaries() -> Path:
    """Where initdb is; Debian keeps it off the PATH."""
    found = shutil.which("initdb")
    others = [path for place in PLACES for path in Path(place).glob("*/bin/initdb")]
    if not found and not others:
        pytest.skip("PostgreSQL's initdb is not on this machine.")
    return Path(found).parent if found else max(others).parent


def _owner() -> dict[str, object]:
    """PostgreSQL refuses to run as root."""
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
