"""Settle the lines that both sides changed, as far as a reader of both would without asking."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from pages.text.alignment import Budget, Change
from pages.text.merge_joins import join
from pages.text.merge_regions import Region, Versions, agreed, regions, united
from pages.text.merge_words import merge_words
from pages.text.pairing import pair_lines

# Together about 300 ms at worst; what is not compared by then is left to the person.
_MAX_JUDGED_PAIRS = 50_000
_MAX_WORD_CHARS = 200_000


class Clash(NamedTuple):
    """Whole lines that each side made something else of."""

    base: str
    mine: str
    theirs: str


# Merged text, or lines that somebody must decide about.
Piece = str | Clash


@dataclass(slots=True)
class Effort:
    """What one merge may still spend on telling lines and words apart."""

    pairs: Budget = field(default_factory=lambda: Budget(_MAX_JUDGED_PAIRS))
    chars: Budget = field(default_factory=lambda: Budget(_MAX_WORD_CHARS))


def settle(region: Region, whole: Versions, effort: Effort) -> Iterator[Piece]:
    """Yield the pieces of a region of `whole`, which are lines: few and small clashes, if any."""
    merged = _merged(region, whole)
    if merged is not None:
        yield merged
        return
    at = region.start
    for part in _parts(region, whole, effort):
        yield "".join(whole.base[at : part.start])
        yield _decided(part, whole, effort)
        at = part.end
    yield "".join(whole.base[at : region.end])


def _merged(region: Region, whole: Versions) -> str | None:
    sides = region.cut(whole)
    lines = agreed(region, sides)
    if lines is not None:
        return "".join(lines)
    is_addition = region.start == region.end
    return _both_additions(list(sides.mine), list(sides.theirs)) if is_addition else None


def _both_additions(mine: list[str], theirs: list[str]) -> str:
    """Return theirs, which was saved first, before mine; only the longer if it begins or ends as the other.

    Whoever saves a draft again that was saved already (MoinMoin #2296) has added to their own addition.
    """
    shorter, longer = sorted((theirs, mine), key=len)
    if shorter in (longer[: len(shorter)], longer[-len(shorter) :]):
        return "".join(longer)
    return join(["".join(theirs), "".join(mine)])


def _parts(region: Region, whole: Versions, effort: Effort) -> Iterator[Region]:
    """Yield the region line by line, but a line that both changed with those that came or went beside it.

    Of a paragraph cut in two, the words missing from one half stand in the other: both are compared as one.
    """
    mine = _by_line(region.mine, whole.base, whole.mine, effort.pairs)
    theirs = _by_line(region.theirs, whole.base, whole.theirs, effort.pairs)
    found = list(regions(mine, theirs))
    is_open = [agreed(part, part.cut(whole)) is None for part in found]
    grown = found[0]
    for number, (last, this) in enumerate(pairwise(found)):
        if (any(is_open[number : number + 2]) or _are_of_two(last, this)) and _belong_together(last, this):
            grown = united(grown, this)
        else:
            yield grown
            grown = this
    yield grown


def _are_of_two(first: Region, second: Region) -> bool:
    """Whether one side made the first and the other the second: both may have moved the same words there."""
    return not (first.mine and second.mine) and not (first.theirs and second.theirs)


def _belong_together(first: Region, second: Region) -> bool:
    changes = first.mine + first.theirs + second.mine + second.theirs
    return first.end == second.start and not all(map(_is_one_line, changes))


def _decided(region: Region, whole: Versions, effort: Effort) -> Piece:
    merged = _merged(region, whole)
    if merged is not None:
        return merged
    clash = Clash(*("".join(lines) for lines in region.cut(whole)))
    words = merge_words(*clash, effort.chars)
    return clash if words is None else words


def _is_one_line(change: Change) -> bool:
    return change.old_end - change.old_start == change.new_end - change.new_start == 1


def _by_line(
    found: Iterable[Change], old: Sequence[str], new: Sequence[str], pairs: Budget
) -> Iterator[Change]:
    """Yield the changes line by line: which line became which, and the lines that came or went between."""
    for change in found:
        removed, added = old[change.old_start : change.old_end], new[change.new_start : change.new_end]
        old_at, new_at = change.old_start, change.new_start
        # Beyond the budget lines would be paired by their order alone, and compared with strangers.
        is_judged = len(removed) * len(added) <= pairs.left
        for before, after in pair_lines(removed, added, pairs) if is_judged else ():
            if before is None or after is None:
                continue
            old_line, new_line = change.old_start + before, change.new_start + after
            if old_at < old_line or new_at < new_line:
                yield Change(old_at, old_line, new_at, new_line)
            yield Change(old_line, old_line + 1, new_line, new_line + 1)
            old_at, new_at = old_line + 1, new_line + 1
        if old_at < change.old_end or new_at < change.new_end:
            yield Change(old_at, change.old_end, new_at, change.new_end)
