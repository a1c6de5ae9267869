"""One answer that the edge keeps, with its body in each encoding that was asked for."""

from dataclasses import dataclass, field
from hashlib import sha256

from wikisite.caching import PUBLIC
from wikisite.edge.encoding import ENCODERS, IDENTITY
from wikisite.edge.reads import Reads

OVERHEAD_BYTES = 2_000
VARY = "Accept-Encoding, Cookie"
OUR_HEADERS = {"cache-control", "content-length", "etag", "vary", "x-request-id"}

Headers = list[tuple[str, str]]


@dataclass(slots=True)
class Variant:
    """A body in one encoding, with what is sent before it."""

    etag: str
    headers: Headers
    parts: list[bytes]


@dataclass(slots=True)
class Entry:
    """One answer. It holds while the site's version is `version`, and never after `until`.

    `outcome` is what the database says to `reads`, from which the answer was made; None where that is not
    known for sure.
    """

    version: int
    until: float
    headers: Headers
    body: bytes
    reads: Reads
    outcome: bytes | None
    variants: dict[str, Variant] = field(default_factory=dict)

    @property
    def size(self) -> int:
        bodies = sum(len(variant.parts[0]) for variant in self.variants.values())
        return OVERHEAD_BYTES + len(self.body) + bodies + self.reads.size

    def add_variant(self, encoding: str) -> Variant:
        body = ENCODERS[encoding](self.body)
        etag = f'"{sha256(self.body).hexdigest()[:24]}{"" if encoding == IDENTITY else f"-{encoding}"}"'
        headers = [pair for pair in self.headers if pair[0].lower() not in OUR_HEADERS]
        headers += [("Cache-Control", PUBLIC), ("Vary", VARY), ("ETag", etag)]
        headers += [] if encoding == IDENTITY else [("Content-Encoding", encoding)]
        variant = Variant(etag, [*headers, ("Content-Length", str(len(body)))], [body])
        self.variants[encoding] = variant
        return variant
