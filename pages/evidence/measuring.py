"""Measures one server: start, work per CPU-second, memory, visitors who wait."""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from pages.evidence import load, visitors
from pages.evidence.answers import check_answers, check_page
from pages.evidence.installing import Installed
from pages.evidence.left_out import LeftOut
from pages.evidence.machine import spin
from pages.evidence.processes import (
    can_be_measured,
    cores,
    cpu_s,
    free_port,
    memory,
    server,
    wait_for_first_byte,
)
from pages.evidence.systems import EXAMPLES, Run

NOT_LINUX = "This system does not tell what a process uses; Linux does, in /proc."
WAIT_S = 5


@dataclass(frozen=True, slots=True)
class Effort:
    """How often and how long: small numbers are quick, large ones steady."""

    starts: int = 3
    loads: int = 3
    seconds: int = 2
    visitors: int = 10_000
    holders: int = 20_000
    visitors_limit_s: int = 25


@dataclass(frozen=True, slots=True)
class Bench:
    """Where an installed system runs: with which Node.js, and where its servers write what they say."""

    installed: Installed
    node: str
    log: IO[bytes]

    def example(self, run: Run) -> Path:
        """Return the folder of the example: Node.js looks for packages beside the program."""
        own = self.installed.folder
        return EXAMPLES / run.system if (own / "venv").exists() else own

    def command(self, run: Run, port: int, folder: Path) -> str:
        binaries = self.installed.folder / "venv" / "bin"
        modules = self.installed.folder / "node_modules"
        return run.command.format(bin=binaries, node=self.node, folder=folder, port=port, modules=modules)


def check_run(run: Run, bench: Bench) -> None:
    """Start the example and check its answers. Raises `LeftOut` or `WrongAnswer`."""
    if run.system == "jinja":
        return check_page(_rendered(bench))
    with _started(run, bench) as (_, port):
        check_answers(port)


def measure_run(run: Run, bench: Bench, effort: Effort) -> dict[str, Any]:
    """Return the row of a run, its answers checked first."""
    if not can_be_measured():
        raise LeftOut(NOT_LINUX)
    before = spin()
    starts = [_start_cpu_ms(run, bench) for _ in range(effort.starts)]
    with _started(run, bench) as (pid, port):
        check_answers(port)
        idle = memory(pid)
        html = _per_cpu_s(pid, port, "/hello/Ada", effort)
        as_json = _per_cpu_s(pid, port, "/api/Ada", effort)
        loaded = memory(pid)
    return {
        "server": run.server,
        "cold_start_cpu_ms": round(statistics.median(starts)),
        "html_per_cpu_s": round(statistics.median(html)),
        "json_per_cpu_s": round(statistics.median(as_json)),
        "rss_idle_kib": idle.rss_kib,
        "rss_loaded_kib": loaded.rss_kib,
        "pss_loaded_kib": loaded.pss_kib,
        "processes": loaded.processes,
        "all": {"cold_start_cpu_ms": starts, "html_per_cpu_s": html, "json_per_cpu_s": as_json},
        "spin_ms": [asdict(before), asdict(spin())],
    }


def measure_rendering(bench: Bench, effort: Effort) -> dict[str, Any]:
    """Return how many greetings Jinja renders per CPU-second: it serves none."""
    check_page(_rendered(bench))
    before = spin()
    renders = [float(_python(bench, _RENDERING)) for _ in range(effort.loads)]
    return {
        "renders_per_cpu_s": round(statistics.median(renders)),
        "all": [round(count) for count in renders],
        "spin_ms": [asdict(before), asdict(spin())],
    }


def measure_waiting(run: Run, bench: Bench, effort: Effort) -> dict[str, Any]:
    """Return how many visitors one process lets wait for `WAIT_S` at once, and how many stay without a word.

    `rss_per_connection_bytes` is what each of those who wait costs in memory, None where none could.
    """
    if not can_be_measured():
        raise LeftOut(NOT_LINUX)
    before = spin()
    seen, cost = _visited(run, bench, f"/wait/{WAIT_S}", effort.visitors, effort.visitors_limit_s)
    held, _ = _visited(run, bench, "/now", effort.holders, effort.visitors_limit_s)
    return {
        "server": run.server,
        "waited_s": WAIT_S,
        **{name: seen[name] for name in ("wanted", "opened", "answered", "refused", "seconds")},
        "rss_per_connection_bytes": cost,
        "connections_tried": held["wanted"],
        "open_connections": held["kept"],
        "spin_ms": [asdict(before), asdict(spin())],
    }


def _visited(
    run: Run, bench: Bench, path: str, wanted: int, seconds: int
) -> tuple[dict[str, Any], int | None]:
    """Return what visitors of a server that was just started saw, and the bytes that each of them cost it."""
    with _started(run, bench, path="/now", folder=EXAMPLES / "waiting") as (pid, port):
        empty = memory(pid)
        seen, full = _visit(pid, port, path, wanted, seconds)
    return seen, round((full - empty.rss_kib) * 1024 / seen["opened"]) if seen["opened"] else None


@contextmanager
def _started(
    run: Run, bench: Bench, *, path: str = "/api/Ada", folder: Path | None = None
) -> Iterator[tuple[int, int]]:
    port, folder = free_port(), folder or bench.example(run)
    command = bench.command(run, port, folder)
    with server(command, bench.log, folder=folder, home=bench.installed.folder) as process:
        wait_for_first_byte(process, port, path)
        yield process.pid, port


def _start_cpu_ms(run: Run, bench: Bench) -> int:
    with _started(run, bench) as (pid, _):
        return round(cpu_s(pid) * 1000)


def _per_cpu_s(pid: int, port: int, path: str, effort: Effort) -> list[int]:
    """Return requests per CPU-second of the server, once for each load; a first short one warms it up."""
    _loaded(port, path, 1)
    return [_one_load(pid, port, path, effort.seconds) for _ in range(effort.loads)]


def _one_load(pid: int, port: int, path: str, seconds: int) -> int:
    used = cpu_s(pid)
    answered = _loaded(port, path, seconds)
    used = cpu_s(pid) - used
    if not answered or not used:
        raise LeftOut("Its server answered nothing under load.")
    return round(answered / used)


def _loaded(port: int, path: str, seconds: int) -> int:
    said = _program(load.__file__, str(port), path, str(seconds), limit_s=seconds + 30)
    counts: dict[str, int] = json.loads(said)
    if counts["bad"] or counts["broken"] > counts["answered"] / 100:
        raise LeftOut(f"Under load {counts['bad']} answers were wrong and {counts['broken']} broke off.")
    return counts["answered"]


def _visit(pid: int, port: int, path: str, wanted: int, seconds: int) -> tuple[dict[str, Any], int]:
    """Return what the visitors saw, and the server's memory in KiB while they are still connected."""
    command = [sys.executable, visitors.__file__, str(port), path, str(wanted), str(seconds)]
    with subprocess.Popen(  # noqa: S603 - a program of this room
        [*_on_client_core(), *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        try:
            said = program.stdout.readline() if program.stdout else ""
            full = memory(pid).rss_kib
        finally:
            program.communicate("\n", timeout=60)
    if not said:
        raise LeftOut("The visitors could not start.")
    return json.loads(said), full


def _rendered(bench: Bench) -> str:
    return _python(bench, "import sys, render; print(render.hello('Ada <b> é'))")


def _python(bench: Bench, code: str) -> str:
    """Run code beside the example of Jinja."""
    command = [str(bench.installed.folder / "venv/bin/python"), "-X", "utf8", "-B", "-c", code]
    return _ended(command, limit_s=60, folder=EXAMPLES / "jinja")


def _program(path: str, *arguments: str, limit_s: int) -> str:
    return _ended([*_on_client_core(), sys.executable, path, *arguments], limit_s=limit_s)


def _on_client_core() -> list[str]:
    return ["taskset", "-c", str(found[1])] if (found := cores()) else []


def _ended(command: list[str], *, limit_s: int, folder: Path | None = None) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - programs of this room
            command,
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=limit_s,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise LeftOut(f"{Path(command[0]).name} could not be run: {error}.") from error
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it said nothing"]
        raise LeftOut(f"{Path(command[0]).name} failed: {said[-1]}")
    return done.stdout


_RENDERING = """
import time, render
began, used, count = time.perf_counter(), time.process_time(), 0
while time.perf_counter() - began < 2:
    for _ in range(500):
        render.hello("Ada")
    count += 500
print(count / (time.process_time() - used))
"""
