"""The hashes by which `verify` finds one flipped bit in a history."""

import hashlib
import json
from datetime import UTC, datetime


def text_hash(text: str) -> bytes:
    """Return the SHA-256 of `text` in UTF-8: 32 bytes."""
    return hashlib.sha256(text.encode()).digest()


def revision_hash(
    *,
    text_hash: bytes,
    number: int,
    parent_hash: bytes | None,
    created_at: datetime,
    summary: str,
    is_minor: bool,
) -> bytes:
    """Return the SHA-256 over what a revision must keep forever: 32 bytes.

    The author is left out, so that erasing a person does not break the chain. `created_at` must be aware; the
    same instant in another time zone gives the same hash.
    """
    fields = [
        "wikisite-revision-1",
        text_hash.hex(),
        number,
        parent_hash.hex() if parent_hash else None,
        created_at.astimezone(UTC).isoformat(timespec="microseconds"),
        summary,
        is_minor,
    ]
    return hashlib.sha256(json.dumps(fields, separators=(",", ":")).encode()).digest()
