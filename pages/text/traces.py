"""What an e-mail address looks like where somebody stored it: itself, its hashes, its base64."""

import base64
import hashlib
import re

ERASED = "[erased]"
HASHES = ("md5", "sha1", "sha256")


def traces_of(address: str) -> set[str]:
    """The address in lower case and all that a Gravatar, a cache key or a cookie makes of it."""
    plain = address.lower().encode()
    hashes = {hashlib.new(name, plain, usedforsecurity=False).hexdigest() for name in HASHES}
    encoded = {base64.b64encode(plain).decode(), base64.urlsafe_b64encode(plain).decode()}
    return {address.lower(), *hashes, *(text.rstrip("=") for text in encoded)}


def trace_pattern(addresses: frozenset[str]) -> re.Pattern[str]:
    """A pattern that finds traces and spares longer addresses: `ada@x.org` is not in `nada@x.org`."""
    traces = sorted({trace for address in addresses for trace in traces_of(address)}, key=len, reverse=True)
    alternatives = "|".join(map(re.escape, traces))
    return re.compile(rf"(?<![\w.+-])(?:{alternatives})(?![\w-]|\.\w)", re.IGNORECASE)
