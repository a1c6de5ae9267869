"""Recognizes a text that was posted before, also with a few words changed."""

from hashlib import blake2b

from comments.spam.limits import MIN_SHINGLED_WORDS, SHINGLE_WORDS, SKETCH_SHINGLES
from comments.spam.tokens import words


def key_of(mark: str) -> int:
    """A signed 64-bit number for what is counted: what people wrote is not kept a second time."""
    return int.from_bytes(blake2b(mark.encode("utf-8", "replace"), digest_size=8).digest(), signed=True)


def sketch(text: str) -> list[int]:
    """The smallest hashes of a text's runs of three words (Broder 1997: resemblance by a bottom-k sketch).

    Two texts that share most of their runs share most of these; a short text has none.
    """
    spoken = words(text)
    if len(spoken) < MIN_SHINGLED_WORDS:
        return []
    starts = range(len(spoken) - SHINGLE_WORDS + 1)
    runs = {" ".join(spoken[start : start + SHINGLE_WORDS]) for start in starts}
    return sorted(key_of(f"shingle:{run}") for run in runs)[:SKETCH_SHINGLES]
