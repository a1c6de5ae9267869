"""Prometheus and Sentry by setting: nothing without one, and nothing of people with it."""

import gzip
import http.client
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.test import Client

from wikisite.tests.conftest import PROJECT
from wikisite.tests.ports import free_port

FAIL = """
from unittest.mock import patch
from wsgiref.util import setup_testing_defaults
from wikisite.wsgi import application
request = {
    "PATH_INFO": "/wiki/flask/", "QUERY_STRING": "q=canaryquery", "REMOTE_ADDR": "127.0.0.1",
    "HTTP_HOST": "localhost", "HTTP_COOKIE": "sessionid=canarysession", "HTTP_USER_AGENT": "canaryagent",
}
setup_testing_defaults(request)
with patch("pages.views.reading.load_page", side_effect=RuntimeError("of canary@mail.example")):
    list(application(request, lambda *start: None))
"""


def test_without_a_token_there_are_no_metrics(client: Client, db: None) -> None:
    assert client.get("/metrics").status_code == 404


@pytest.mark.drill
def test_metrics_add_up_over_processes_and_need_the_token(site_environment: dict[str, str]) -> None:
    port = free_port()
    variables = {**site_environment, "PORT": str(port), "WEB_WORKERS": "2", "METRICS_TOKEN": "word-1"}
    site = subprocess.Popen([sys.executable, "manage.py", "serve", "--prepare"], cwd=PROJECT, env=variables)
    try:
        wait_for(port)
        for _ in range(20):
            ask(port, "/search/?q=flask")
        assert ask(port, "/metrics")[0] == 404
        assert ask(port, "/metrics", "Bearer word-2")[0] == 404
        status, text = ask(port, "/metrics", "Bearer word-1")
    finally:
        site.terminate()
        site.wait()
    assert status == 200
    found = re.search(r'wikisite_requests_total\{method="GET",status="200",view="pages:search"\} (\S+)', text)
    assert float(found[1]) == 20
    assert 'wikisite_request_seconds_count{view="pages:search"} 20.0' in text
    assert "wikisite_tasks_waiting" in text


def wait_for(port: int) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with suppress(OSError):
            ask(port, "/health/live")
            return
        time.sleep(0.2)
    pytest.fail("no answer")


def ask(port: int, path: str, authorization: str = "") -> tuple[int, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path, headers={"Authorization": authorization} if authorization else {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


@pytest.fixture
def told() -> Iterator[tuple[str, list[bytes]]]:
    """A DSN, and what is sent to it."""
    bodies: list[bytes] = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            bodies.append(gzip.decompress(body) if self.headers["Content-Encoding"] == "gzip" else body)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://key@127.0.0.1:{server.server_port}/1", bodies
    server.shutdown()


def test_sentry_hears_of_a_fault_and_of_nobody(run_manage: Any, told: tuple[str, list[bytes]]) -> None:
    dsn, bodies = told
    run_manage("migrate", "-v0")
    run_manage("shell", "-v0", "-c", FAIL, SENTRY_DSN=dsn)
    sent = b"".join(bodies).decode()
    assert "RuntimeError" in sent
    assert "/wiki/flask/" in sent
    assert "[address]" in sent
    assert "canary" not in sent
