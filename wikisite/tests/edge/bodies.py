"""What two answers have in common that say the same."""

import re
from hashlib import sha256

# A form is signed for the second in which it was made.
SIGNED = re.compile(rb'(name="(?:timestamp|security_hash)" value=")[^"]*')


def said_of(status: int, location: str, body: bytes) -> str:
    """A hash of all that an answer says, but for the signatures of its forms."""
    plain = SIGNED.sub(rb"\1", body)
    return f"{status} {location} {sha256(plain).hexdigest()}"
