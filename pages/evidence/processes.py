"""Starts one server on 127.0.0.1, tells what its processes use, and always ends them."""

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pages.evidence.left_out import LeftOut

FIRST_BYTE_LIMIT_S = 30
END_LIMIT_S = 5
_ASK = "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident and proportional memory of a server and its workers, in KiB."""

    processes: int
    rss_kib: int
    pss_kib: int


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def cores() -> tuple[int, int] | None:
    """Return the core for the server and that for the load; None where they cannot be told apart."""
    if not hasattr(os, "sched_getaffinity") or not shutil.which("taskset"):
        return None
    usable = sorted(os.sched_getaffinity(0))
    return (usable[0], usable[-1]) if len(usable) > 1 else None


@contextmanager
def server(command: str, log: IO[bytes], *, folder: Path, home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run `command` in `folder` on its own core until the block is left; then end all that it started."""
    pinned = ["taskset", "-c", str(found[0])] if (found := cores()) else []
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(home), "LANG": "C.UTF-8"}
    environment |= {"NODE_ENV": "production", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        process = subprocess.Popen(  # noqa: S603 - a command of `systems`
            [*pinned, *shlex.split(command)],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=environment,
            start_new_session=True,
        )
    except OSError as error:
        raise LeftOut(f"{shlex.split(command)[0]} could not be started: {error.strerror}.") from error
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask the server to end; whatever of its session is left after a while is killed."""
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(END_LIMIT_S)
    # The session is its own (start_new_session), so its group holds the server and its workers alone.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_for_first_byte(process: subprocess.Popen[bytes], port: int, path: str) -> None:
    """Return when the server has answered its first request. Raises `LeftOut` if it never does."""
    limit = time.monotonic() + FIRST_BYTE_LIMIT_S
    while time.monotonic() < limit:
        if process.poll() is not None:
            raise LeftOut(f"Its server ended with status {process.returncode} before it answered.")
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), FIRST_BYTE_LIMIT_S) as asked:
            asked.sendall(_ASK.format(path=path).encode())
            if asked.recv(1):
                return
        time.sleep(0.001)
    raise LeftOut(f"Its server did not answer within {FIRST_BYTE_LIMIT_S} seconds.")


def family(pid: int) -> list[int]:
    """Return the process and all its descendants; only itself where there is no /proc."""
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        with suppress(OSError):
            for task in Path(f"/proc/{found[-1]}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
    return found


def can_be_measured() -> bool:
    """Whether this system tells what a process uses: Linux does, in /proc."""
    return Path("/proc/self/stat").exists() and Path("/proc/self/smaps_rollup").exists()


def cpu_s(pid: int) -> float:
    """Return the CPU seconds that a server and its workers have used: other load hardly changes them."""
    ticks = 0
    for member in family(pid):
        with suppress(OSError):
            fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> Memory:
    members, sums = family(pid), {"Rss": 0, "Pss": 0}
    for member in members:
        with suppress(OSError):
            text = Path(f"/proc/{member}/smaps_rollup").read_text()
            for name in sums:
                found = re.search(rf"(?m)^{name}:\s+(\d+)", text)
                sums[name] += int(found[1]) if found else 0
    return Memory(len(members), sums["Rss"], sums["Pss"])
