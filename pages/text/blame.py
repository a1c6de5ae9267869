"""Who wrote each line: runs of lines that one revision brought, carried from revision to revision."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pages.text.diff import Hunk, HunksDoNotFit
from pages.text.lines import split_lines

# [[revision number, lines], ...] in the order of the text; neighbors differ in their number.
Runs = list[list[int]]


class Stretch(NamedTuple):
    """The part of a run that a screen shows: lines from `start` on, counted from 0."""

    number: int
    start: int
    lines: int


def of_lines(text: str, number: int) -> Runs:
    """Blame revision `number` for the whole of `text`."""
    lines = len(split_lines(text))
    return [[number, lines]] if lines else []


def advance(runs: Runs, hunks: Iterable[Hunk], number: int) -> Runs:
    """Return the runs of the next text, made by `hunks`, whose new lines are revision `number`'s.

    Raises `HunksDoNotFit` where a hunk reaches past the lines of `runs`.
    """
    waiting = [(origin, lines) for origin, lines in reversed(runs)]
    advanced: Runs = []
    at = 0
    for hunk in hunks:
        for origin, lines in _take(waiting, hunk.old_start - at):
            _add(advanced, origin, lines)
        for _ in _take(waiting, len(hunk.old_lines)):
            pass
        _add(advanced, number, len(hunk.new_lines))
        at = hunk.old_start + len(hunk.old_lines)
    for origin, lines in reversed(waiting):
        _add(advanced, origin, lines)
    return advanced


def count_lines(runs: Runs) -> int:
    return sum(lines for _, lines in runs)


def window(runs: Runs, start: int, *, lines: int, numbers: int) -> list[Stretch]:
    """The stretches of at most `lines` lines from line `start` on, by at most `numbers` revisions."""
    shown: list[Stretch] = []
    seen: set[int] = set()
    at = 0
    for number, length in runs:
        first, stop = max(at, start), min(at + length, start + lines)
        at += length
        if first >= stop:
            continue
        seen.add(number)
        if len(seen) > numbers:
            break
        shown.append(Stretch(number, first, stop - first))
    return shown


def _take(waiting: list[tuple[int, int]], wanted: int) -> Iterator[tuple[int, int]]:
    """Take the next `wanted` lines off `waiting`, whose next run is its last item."""
    while wanted > 0:
        if not waiting:
            raise HunksDoNotFit("The runs end before the text that the hunks were made for.")
        origin, lines = waiting.pop()
        if lines > wanted:
            waiting.append((origin, lines - wanted))
        yield origin, min(lines, wanted)
        wanted -= lines


def _add(runs: Runs, number: int, lines: int) -> None:
    if runs and runs[-1][0] == number:
        runs[-1][1] += lines
    elif lines:
        runs.append([number, lines])
