"""Asks other sites whether an address leads somewhere, and never a machine of our own network."""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from urllib.parse import SplitResult, quote, urljoin, urlsplit

TIMEOUT_S = 10
MAX_REDIRECTS = 5
GONE = {404, 410}
REDIRECTS = {301, 302, 303, 307, 308}
USER_AGENT = "wikisite-check-links"
# Ways to name a private IPv4 address in IPv6: NAT64 (RFC 6052) and 6to4 (RFC 3056).
TRANSLATED = tuple(ipaddress.ip_network(network) for network in ("64:ff9b::/96", "2002::/16"))
PRINTABLE = "!#$%&'()*+,/:;=?@[]~"

Allowed = Callable[[str], bool]


class Unreachable(Exception):
    """Nothing was answered; the argument is the problem."""


def is_public(address: str) -> bool:
    """Whether an IP address is everybody's: no loopback, private, link-local, multicast or reserved one.

    >>> is_public("169.254.169.254"), is_public("::ffff:10.0.0.1"), is_public("93.184.215.14")
    (False, False, True)
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None) or ip
    is_translated = any(ip in network for network in TRANSLATED if ip.version == network.version)
    return mapped.is_global and not mapped.is_multicast and not is_translated


def problem_with(url: str, *, is_allowed: Allowed = is_public, timeout: float = TIMEOUT_S) -> str:
    """Return why `url` leads nowhere, or "" where it leads somewhere or the site does not want to say.

    A problem is the status of the answer ("404"), or one word: `malformed`, `name` (unknown), `private`,
    `silent`, `closed`, `certificate`, `redirects`. Asked by HEAD, then by GET where that is refused.
    """
    try:
        status = _final_status("HEAD", url, is_allowed, timeout)
        if status >= 400:
            status = _final_status("GET", url, is_allowed, timeout)
    except Unreachable as problem:
        return str(problem)
    return str(status) if status in GONE or status >= 500 else ""


def _final_status(method: str, url: str, is_allowed: Allowed, timeout: float) -> int:
    for _ in range(MAX_REDIRECTS + 1):
        status, location = _ask(method, _split(url), is_allowed, timeout)
        if status not in REDIRECTS or not location:
            return status
        url = urljoin(url, location)
    raise Unreachable("redirects")


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        is_asked = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError:
        raise Unreachable("malformed") from None
    if not is_asked or not host:
        raise Unreachable("malformed")
    return parts


def _ask(method: str, parts: SplitResult, is_allowed: Allowed, timeout: float) -> tuple[int, str]:
    """The status of one answer and its Location; of the body nothing is read."""
    target = quote(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", safe=PRINTABLE)
    netloc = parts.netloc.rpartition("@")[2].encode("idna").decode()
    headers = {"Host": netloc, "User-Agent": USER_AGENT, "Accept": "*/*", "Connection": "close"}
    try:
        with _connected(parts, is_allowed, timeout) as connection:
            connection.request(method, target, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Location", "")
    except (http.client.HTTPException, UnicodeError):
        raise Unreachable("malformed") from None
    except ssl.SSLCertVerificationError:
        raise Unreachable("certificate") from None
    except TimeoutError:
        raise Unreachable("silent") from None
    except OSError:
        raise Unreachable("closed") from None


@contextmanager
def _connected(
    parts: SplitResult, is_allowed: Allowed, timeout: float
) -> Iterator[http.client.HTTPConnection]:
    """A connection to the address that was looked at: a name that is asked twice may lead elsewhere.

    It is cut after twice the `timeout`, however slowly it trickles.
    """
    host, is_tls = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if is_tls else 80)
    line = socket.create_connection((_address_of(host, port, is_allowed), port), timeout=timeout)
    if is_tls:
        context = ssl.create_default_context()
        line = context.wrap_socket(line, server_hostname=host, do_handshake_on_connect=False)
    cut = Timer(2 * timeout, _cut, [line])
    cut.daemon = True
    try:
        cut.start()
        if isinstance(line, ssl.SSLSocket):
            line.do_handshake()
        connection = http.client.HTTPConnection(host, port, timeout=timeout)
        connection.sock = line
        yield connection
    finally:
        cut.cancel()
        line.close()


def _cut(line: socket.socket) -> None:
    with suppress(OSError):
        socket.socket.shutdown(line, socket.SHUT_RDWR)  # TLS's own would wait for the other side


def _address_of(host: str, port: int, is_allowed: Allowed) -> str:
    """The first address of `host`; all of them must be allowed."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable("name") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not all(map(is_allowed, addresses)):
        raise Unreachable("private")
    return addresses[0]
