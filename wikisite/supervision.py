"""Keeps a few child processes running, and lets none of them outlive this one."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from threading import Event

STOP_WITHIN_SECONDS = 20
MAX_DEATHS = 3
DEATHS_WITHIN_SECONDS = 60
GLANCE_SECONDS = 0.5
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
RENEW_SIGNAL = signal.SIGUSR1  # SIGHUP, which servers often use for it, also means a closed terminal
PR_SET_PDEATHSIG = 1  # linux/prctl.h

Command = tuple[Sequence[str], signal.Signals]


class KeepsDying(Exception):
    """A child died too often to be started again; `str(error)` is a sentence that names it."""


class Child:
    """A command that is started again when it ends by itself.

    At the signal `renewed_by` it takes up new code, by itself or by ending in order.
    """

    def __init__(self, name: str, command: Sequence[str], renewed_by: signal.Signals) -> None:
        self.name = name
        self.command = command
        self.renewed_by = renewed_by
        self.is_asked_to_end = False
        self.deaths: deque[float] = deque(maxlen=MAX_DEATHS)
        self.process = self._start()

    def revive(self, *, now: float) -> None:
        """Start it again if it has ended; raise `KeepsDying` at the third end within a minute."""
        code = self.process.poll()
        if code is None:
            return
        self.kill_group()
        if not self.is_asked_to_end:
            self.deaths.append(now)
        self.is_asked_to_end = False
        if len(self.deaths) == MAX_DEATHS and now - self.deaths[0] < DEATHS_WITHIN_SECONDS:
            raise KeepsDying(
                f"The {self.name} ended {MAX_DEATHS} times within a minute, last with code {code}."
            )
        self.process = self._start()

    def renew(self) -> None:
        if self.process.poll() is None:
            self.is_asked_to_end = self.renewed_by == signal.SIGTERM
            self.process.send_signal(self.renewed_by)

    def ask_to_stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()

    def wait(self, *, until: float) -> None:
        """Wait for its end until that moment of `time.monotonic`, then kill it with all that it started."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, until - time.monotonic()))
        self.kill_group()
        self.process.wait()

    def kill_group(self) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def _start(self) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl+C reaches the parent alone, which then stops its children in order.
        return subprocess.Popen(  # noqa: S603 - the commands are written in serve.py
            self.command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_die_with_parent
        )


def supervise(commands: Mapping[str, Command], *, ready: Callable[[], None]) -> None:
    """Run the named commands until SIGTERM, SIGINT or SIGHUP, then stop them all; SIGUSR1 renews them.

    `ready` is called once they are started. Raises `KeepsDying` when one of them cannot be kept running.
    """
    stop = Event()
    children: list[Child] = []
    former = {number: signal.signal(number, lambda *_: stop.set()) for number in STOP_SIGNALS}
    former[RENEW_SIGNAL] = signal.signal(RENEW_SIGNAL, lambda *_: renew(children))
    try:
        children.extend(Child(name, *command) for name, command in commands.items())
        ready()
        while not stop.wait(GLANCE_SECONDS):
            for child in children:
                child.revive(now=time.monotonic())
    finally:
        _stop(children)
        for number, handler in former.items():
            signal.signal(number, handler)


def renew(children: Sequence[Child]) -> None:
    """Let each of them take up new code."""
    for child in children:
        child.renew()


def _stop(children: Sequence[Child]) -> None:
    until = time.monotonic() + STOP_WITHIN_SECONDS
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.wait(until=until)


def _die_with_parent() -> None:
    """Ask Linux to end this child when its parent is killed: a kill -9 gives no chance to stop it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
