"""X-Forwarded-For and X-Forwarded-Proto count where a trusted proxy wrote them, and nowhere else."""

from ipaddress import ip_network
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from wikisite.proxies import believe_trusted_proxies, client_address

TRUSTED = [ip_network("10.0.0.1"), ip_network("192.168.0.0/16"), ip_network("fd00::/8")]


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "expected"),
    [
        ("10.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", "1.2.3.4, 203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", "1.2.3.4, 203.0.113.7, 192.168.3.3", "203.0.113.7"),
        ("10.0.0.1", "2001:db8::1", "2001:db8::1"),
        ("::ffff:10.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", "203.0.113.7, nonsense", "10.0.0.1"),
        ("10.0.0.1", "nonsense, 192.168.3.3", "192.168.3.3"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.2", "203.0.113.7", None),
        ("", "203.0.113.7", None),
        ("unix:", "10.0.0.1", None),
    ],
)
def test_client_is_the_last_address_that_no_trusted_proxy_has(
    peer: str, forwarded_for: str, expected: str | None
) -> None:
    assert client_address(peer, forwarded_for, TRUSTED) == expected


def echo(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.META['REMOTE_ADDR']} {request.is_secure()}")


@pytest.mark.parametrize(
    ("peer", "expected"), [("10.0.0.1", b"203.0.113.7 True"), ("198.51.100.9", b"198.51.100.9 False")]
)
def test_only_a_trusted_proxy_names_client_and_scheme(settings: Any, peer: str, expected: bytes) -> None:
    settings.TRUSTED_PROXIES = TRUSTED
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    headers = {"x-forwarded-for": "203.0.113.7", "x-forwarded-proto": "https"}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer)
    assert believe_trusted_proxies(echo)(request).content == expected


def test_nobody_is_trusted_unless_the_operator_says_so(client: Any, settings: Any) -> None:
    assert settings.TRUSTED_PROXIES == []
    assert settings.MIDDLEWARE[0] == "wikisite.proxies.believe_trusted_proxies"
