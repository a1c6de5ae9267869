"""The machine behind the figures: what it is, and how quiet it was."""

import os
import platform
import re
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pages.evidence.processes import cores

SPIN_ROUNDS = 3_000_000
# Waiting longer than this for the core means that somebody else had it.
QUIET_FACTOR = 1.25


@dataclass(frozen=True, slots=True)
class Spin:
    """A fixed loop, by the clock and by the processor time it took: equal on a quiet machine."""

    wall_ms: float
    cpu_ms: float

    @property
    def was_quiet(self) -> bool:
        return self.wall_ms <= self.cpu_ms * QUIET_FACTOR


def spin(rounds: int = SPIN_ROUNDS) -> Spin:
    wall, cpu, total = time.perf_counter(), time.process_time(), 0
    for number in range(rounds):
        total += number
    return Spin(round((time.perf_counter() - wall) * 1e3, 1), round((time.process_time() - cpu) * 1e3, 1))


def describe_machine() -> dict[str, Any]:
    found = cores()
    return {
        "cpu": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "os": f"{platform.system()} {platform.release()}",
        "server_core": found[0] if found else None,
        "client_core": found[1] if found else None,
    }


def version_of(program: str) -> str:
    """Return what `program --version` says, without the program's name; empty if it says nothing."""
    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(  # noqa: S603 - an interpreter of the person who measures
            [program, "--version"], capture_output=True, text=True, timeout=20, check=False
        )
        return (done.stdout or done.stderr).strip().split()[-1].lstrip("v") if done.returncode == 0 else ""
    return ""


def _processor() -> str:
    with suppress(OSError):
        if found := re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8")):
            return found[1].strip()
    return platform.processor() or sys.platform
