"""The difference between two texts: as hunks to apply, and as rows to look at."""

from typing import NamedTuple

from pages.text.alignment import changes
from pages.text.lines import split_lines
from pages.text.rows import Gap, Row, rows
from pages.text.spans import Span

__all__ = ["Gap", "Hunk", "HunksDoNotFit", "Row", "Span", "apply", "diff", "rows", "sizes"]


class Hunk(NamedTuple):
    """One changed stretch: `old_lines` from line `old_start` on became `new_lines` from line `new_start` on.

    Starts count from 0; lines keep their terminators. One of the two may be empty, never both.
    """

    old_start: int
    old_lines: tuple[str, ...]
    new_start: int
    new_lines: tuple[str, ...]


class HunksDoNotFit(ValueError):
    """The hunks were made for another text than the one they are applied to."""


def diff(old: str, new: str) -> list[Hunk]:
    """Return the hunks that make `new` of `old`, in order; unchanged lines lie between any two of them."""
    old_lines, new_lines = split_lines(old), split_lines(new)
    return [
        Hunk(
            change.old_start,
            tuple(old_lines[change.old_start : change.old_end]),
            change.new_start,
            tuple(new_lines[change.new_start : change.new_end]),
        )
        for change in changes(old_lines, new_lines)
    ]


def apply(hunks: list[Hunk], old: str) -> str:
    """Return the new text. Raises HunksDoNotFit if `old` is not the text that the hunks were made from."""
    lines = split_lines(old)
    pieces: list[str] = []
    at = 0
    for hunk in hunks:
        stop = hunk.old_start + len(hunk.old_lines)
        if hunk.old_start < at or tuple(lines[hunk.old_start : stop]) != hunk.old_lines:
            raise HunksDoNotFit(f"The text differs from the expected one at line {hunk.old_start + 1}.")
        pieces += lines[at : hunk.old_start]
        pieces += hunk.new_lines
        at = stop
    return "".join(pieces + lines[at:])


def sizes(old: str, new: str) -> tuple[int, int]:
    """Return how many bytes of UTF-8 the changed lines add and remove."""
    hunks = diff(old, new)
    added = sum(_bytes(line) for hunk in hunks for line in hunk.new_lines)
    removed = sum(_bytes(line) for hunk in hunks for line in hunk.old_lines)
    return added, removed


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
