"""Traces of an address are found in every spelling, and no other address is hit."""

import base64
import hashlib

import pytest

from pages.text.traces import ERASED, trace_pattern

ADA = trace_pattern(frozenset({"ada@x.org"}))


@pytest.mark.parametrize(
    "text",
    [
        "ada@x.org",
        "Write to Ada@X.org.",
        "email:ada@x.org",
        "<ada@x.org>",
        hashlib.md5(b"ada@x.org", usedforsecurity=False).hexdigest(),
        hashlib.sha1(b"ada@x.org", usedforsecurity=False).hexdigest().upper(),
        "allauth:rl:" + hashlib.sha256(b"ada@x.org").hexdigest(),
        base64.b64encode(b"ada@x.org").decode(),
    ],
)
def test_every_spelling_is_a_trace(text):
    assert ERASED in ADA.sub(ERASED, text)


@pytest.mark.parametrize(
    "text", ["nada@x.org", "x.ada@x.org", "ada@x.organic", "ada@x.org.uk", "ada@xyorg", "ada"]
)
def test_another_address_is_none(text):
    assert ADA.sub(ERASED, text) == text
