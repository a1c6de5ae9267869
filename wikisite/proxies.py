"""Whom a request comes from where proxies stand in front: their word counts, nobody else's."""

from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address
PROXY_HEADERS = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_REQUEST_ID",
)


def believe_trusted_proxies(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Put the client's address into REMOTE_ADDR behind TRUSTED_PROXIES; take the headers from all others.

    Limits count by REMOTE_ADDR, and SECURE_PROXY_SSL_HEADER believes X-Forwarded-Proto: both are written by
    whoever sends the request, until a proxy that we know has written them anew.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        client = client_address(
            request.META.get("REMOTE_ADDR", ""),
            request.META.get("HTTP_X_FORWARDED_FOR", ""),
            settings.TRUSTED_PROXIES,
        )
        if client is None:
            for name in PROXY_HEADERS:
                request.META.pop(name, None)
        else:
            request.META["REMOTE_ADDR"] = client
        return get_response(request)

    return middleware


def client_address(peer: str, forwarded_for: str, trusted: Sequence[Network]) -> str | None:
    """Return the last address that no trusted proxy has, or None where the peer itself is not trusted.

    Each proxy appends the address that it saw (RFC 7239 section 5.2), so only the right end can be believed.
    """
    if not _is_trusted(_parsed(peer), trusted):
        return None
    client = peer
    for word in reversed(forwarded_for.split(",")):
        address = _parsed(word)
        if address is None:
            break
        client = str(address)
        if not _is_trusted(address, trusted):
            break
    return client


def is_trusted_peer(address: str) -> bool:
    """Whether what the sender of this request says of its origin is to be believed."""
    return _is_trusted(_parsed(address), settings.TRUSTED_PROXIES)


def _parsed(word: str) -> Address | None:
    try:
        address = ip_address(word.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_trusted(address: Address | None, trusted: Sequence[Network]) -> bool:
    return address is not None and any(address in network for network in trusted)
