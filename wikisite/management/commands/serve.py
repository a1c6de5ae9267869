"""One command for a whole site: the web server and the task worker."""

import errno
import os
import signal
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from wikisite.health import is_behind
from wikisite.preparation import prepare, reach_database
from wikisite.supervision import KeepsDying, supervise

THREADS_PER_WORKER = 4
KILL_WORKER_AFTER_SECONDS = 15
RENEWED_WORKER_STARTS_WITHIN_SECONDS = 15  # so long the old one goes on; granian asks no sooner whether


class Command(BaseCommand):
    help = "Serve the site with its task worker until a signal stops it; SIGUSR1 takes up new code."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--prepare",
            action="store_true",
            help="first migrate, load the guide into an empty wiki and collect static files",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, _leave)
        signal.signal(signal.SIGINT, _leave)
        refuse_taken_port(settings.HOST, settings.PORT)
        reach_database()
        if options["prepare"]:
            prepare()
        elif is_behind():
            raise CommandError(
                "The database is older than the code: run manage.py migrate, or serve --prepare."
            )
        connections.close_all()
        forget_numbers()
        try:
            commands = {
                "web server": (
                    web_server(),
                    signal.SIGHUP,
                ),  # granian's: new workers first, then old ones end
                "task worker": (task_worker(), signal.SIGTERM),
            }
            supervise(commands, ready=self._greet)
        except KeepsDying as error:
            raise CommandError(f"{error} Everything is stopped; its own lines above tell why.") from None

    def _greet(self) -> None:
        self.stdout.write(f"{settings.SITE_NAME} is at {settings.SITE_URL} (Ctrl+C stops it).")
        self.stdout.flush()  # a log file is written in blocks otherwise
        if settings.IS_HTTPS and not settings.TRUSTED_PROXIES:
            self.stderr.write(
                "SITE_URL is https and TRUSTED_PROXIES is empty: X-Forwarded-Proto is not believed, "
                "so requests over plain http are redirected to SITE_URL."
            )


def forget_numbers() -> None:
    """Metrics count from the start: files of former processes would add to them for ever."""
    for file in (settings.DATA_DIR / "metrics").glob("*.db"):
        file.unlink()


def refuse_taken_port(host: str, port: int) -> None:
    """Raise `CommandError` with one sentence unless this machine can listen there."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        raise CommandError(f"HOST must be an address of this machine, not “{host}”.") from None
    except OSError as error:
        raise CommandError(_port_sentence(error, host, port)) from None


def _port_sentence(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program: choose another one with make serve PORT={port + 1}."
    if error.errno == errno.EACCES:
        return f"Port {port} is reserved for the system: choose one above 1023 with make serve PORT=8001."
    return f"Nothing can listen on {host}, port {port} ({error.strerror})."


def web_server() -> list[str]:
    options = {
        "interface": "wsgi",
        "http": "1",
        "host": settings.HOST,
        "port": settings.PORT,
        "workers": settings.WEB_WORKERS,
        "blocking-threads": THREADS_PER_WORKER,
        "workers-kill-timeout": KILL_WORKER_AFTER_SECONDS,
        "respawn-interval": RENEWED_WORKER_STARTS_WITHIN_SECONDS,
        "working-dir": settings.BASE_DIR,
        "log-level": "warning",
    }
    flags = ["--no-ws", "--respawn-failed-workers"]
    named = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "granian", *named, *flags, "wikisite.wsgi:application"]


def task_worker() -> list[str]:
    return [
        sys.executable,
        str(settings.BASE_DIR / "manage.py"),
        "work",
        "--queue-name=*",
        "--no-reload",
        f"--parent={os.getpid()}",
    ]


def _leave(*_: Any) -> None:
    """A signal during the preparation: open transactions roll back on the way out."""
    raise SystemExit(0)
