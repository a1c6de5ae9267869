"""Servers of the measurement end with it, whatever happens."""

import os
import subprocess
import sys
import time

import pytest

from pages.evidence.left_out import LeftOut
from pages.evidence.processes import (
    can_be_measured,
    cpu_s,
    family,
    free_port,
    memory,
    server,
    wait_for_first_byte,
)

linux = pytest.mark.skipif(not can_be_measured(), reason="only Linux tells what a process uses")
# It ignores the request to end, and so does the child that it starts.
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen([sys.executable, "-c", "import signal, time; signal.signal(15, 1); time.sleep(300)"])
time.sleep(300)
"""


def is_gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    with open(f"/proc/{pid}/stat") as stat:
        return stat.read().rpartition(")")[2].split()[0] == "Z"


def until(condition, limit_s=60):
    end = time.monotonic() + limit_s
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()


@linux
def test_a_stubborn_server_and_its_child_are_ended(tmp_path, monkeypatch):
    monkeypatch.setattr("pages.evidence.processes.END_LIMIT_S", 0.2)
    (tmp_path / "stubborn.py").write_text(STUBBORN)
    command = f"{sys.executable} stubborn.py"
    with open(os.devnull, "wb") as log, server(command, log, folder=tmp_path, home=tmp_path) as process:
        assert until(lambda: len(family(process.pid)) == 2)
        members = family(process.pid)
        assert memory(process.pid).processes == 2
    assert until(lambda: all(is_gone(pid) for pid in members))


def test_a_server_that_ends_at_once_is_left_out_with_the_reason(tmp_path):
    command = f"{sys.executable} -c 'raise SystemExit(3)'"
    with (
        open(os.devnull, "wb") as log,
        server(command, log, folder=tmp_path, home=tmp_path) as process,
        pytest.raises(LeftOut, match="ended with status 3"),
    ):
        wait_for_first_byte(process, free_port(), "/")


@linux
def test_the_processor_time_of_a_child_counts():
    busy = "print(flush=True); sum(range(20_000_000)); print(flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", busy], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            process.stdout.readline()
            before = cpu_s(process.pid)
            process.stdout.readline()
            assert cpu_s(process.pid) > before
        finally:
            process.kill()
