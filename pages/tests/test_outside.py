"""Asking other sites: what counts as broken, and that no machine of our own network is asked."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pages import outside
from pages.outside import is_public, problem_with


class Site(BaseHTTPRequestHandler):
    """Answers /404 with 404 and so on; `asked` holds what came."""

    asked: list[tuple[str, str]] = []

    def do_HEAD(self) -> None:
        self._answer()

    do_GET = do_HEAD  # noqa: N815

    def _answer(self) -> None:
        self.asked.append((self.command, self.path))
        name = self.path.strip("/")
        if name == "head-refused":
            status = 405 if self.command == "HEAD" else 200
        elif name in ("there", "round", "inside", "to-404"):
            status = 302
        else:
            status = int(name) if name.isdigit() else 200
        if name == "trickle":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            with suppress(OSError):
                while True:
                    self.wfile.write(b"X: y\r\n")
                    self.wfile.flush()
                    time.sleep(0.05)
            return
        self.send_response(status)
        where = {"there": "/200", "round": "/round", "inside": "http://10.0.0.1/", "to-404": "/404"}.get(name)
        if where:
            self.send_header("Location", where)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def only_here(address: str) -> bool:
    return address == "127.0.0.1"


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/200", ""),
        ("/404", "404"),
        ("/410", "410"),
        ("/503", "503"),
        ("/401", ""),  # there is something, for others
        ("/403", ""),
        ("/429", ""),
        ("/there", ""),
        ("/to-404", "404"),
        ("/round", "redirects"),
        ("/inside", "private"),
        ("/head-refused", ""),
        ("/ä ö?q=ü#part", ""),
    ],
)
def test_an_answer_says_whether_the_link_leads_somewhere(path, problem, site):
    assert problem_with(site + path, is_allowed=only_here, timeout=5) == problem


def test_it_is_asked_without_a_body_first(site):
    problem_with(f"{site}/200", is_allowed=only_here)
    problem_with(f"{site}/head-refused", is_allowed=only_here)

    assert Site.asked == [("HEAD", "/200"), ("HEAD", "/head-refused"), ("GET", "/head-refused")]


def test_who_does_not_answer_is_not_waited_for(site):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert problem_with(f"http://127.0.0.1:{port}/", is_allowed=only_here, timeout=0.2) == "silent"
    assert problem_with(f"http://127.0.0.1:{port}/", is_allowed=only_here, timeout=0.2) == "closed"


def test_who_answers_without_an_end_is_cut_off(site):
    began = time.monotonic()
    problem_with(f"{site}/trickle", is_allowed=only_here, timeout=0.5)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    "url",
    ["ftp://site.example/", "http://", "http://[", "http://a:99999/", "http:///x", f"http://{'a' * 70}/"],
)
def test_what_is_no_address_is_asked_nowhere(url):
    assert problem_with(url, is_allowed=pytest.fail) == "malformed"


def test_a_name_that_nobody_has_is_told(monkeypatch):
    def unknown(*args: object, **options: object) -> list[object]:
        raise socket.gaierror

    monkeypatch.setattr(outside.socket, "getaddrinfo", unknown)
    assert problem_with("http://nobody.example/") == "name"


OURS = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104 - refused, not bound
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1%eth0",
    "fd00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
]


@pytest.mark.parametrize("address", OURS)
def test_addresses_of_our_own_network_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111", "::ffff:93.184.215.14"])
def test_addresses_of_others_are(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "0", "127.1", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]"],
)
def test_no_spelling_of_this_machine_is_asked(host, site):
    assert problem_with(site.replace("127.0.0.1", host) + "/200") in ("private", "name", "malformed")
    assert Site.asked == []


def test_one_private_address_among_those_of_a_name_is_enough_to_refuse_it(monkeypatch, site):
    port = int(site.rpartition(":")[2])
    both = [(2, 1, 6, "", (address, port)) for address in ("93.184.215.14", "127.0.0.1")]
    monkeypatch.setattr(outside.socket, "getaddrinfo", lambda *args, **options: both)

    assert problem_with("http://rebinding.example/") == "private"
