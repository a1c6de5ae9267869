"""Find which stretches of two sequences differ, in bounded time."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import count
from operator import lt
from typing import Any, NamedTuple

# About 50 ms of comparing on one core. A count, not a clock: two texts must always differ in the same way.
MAX_STEPS = 400_000
# Measured: starting a diagonal takes four to five times as long as following it past one equal item.
_STEPS_PER_EDIT = 4

Items = Sequence[Hashable]
# The places of equal items: in the old sequence, and as many in the new one.
Matches = tuple[list[int], list[int]]


class Change(NamedTuple):
    """Items old_start up to old_end became items new_start up to new_end (0-based, ends excluded)."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int

    @property
    def size(self) -> int:
        return self.old_end - self.old_start + self.new_end - self.new_start


class Budget:
    """Counts down the work that may still be spent; once it is exceeded it stays exceeded."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int) -> bool:
        """Take `steps` away and tell whether they were still there."""
        self.left -= steps
        return self.left >= 0


def changes(old: Items, new: Items, *, max_steps: int = MAX_STEPS) -> list[Change]:
    """Return the changes that make `new` of `old`: in order, never touching, equal at neither end.

    Items that occur once on both sides are lined up first (Bram Cohen's patience diff), the rest by the
    shortest edit script (Myers 1986). When `max_steps` are spent, what remains is replaced as a block.
    """
    # The first look at everything is free: it cannot be avoided.
    budget = Budget(max_steps + len(old) + len(new))
    found: list[Change] = []
    waiting = [Change(0, len(old), 0, len(new))]
    while waiting:
        block = _trim(old, new, waiting.pop())
        if block.old_start == block.old_end or block.new_start == block.new_end:
            found += [block] if block.size else []
        elif pieces := _split(old, new, block, budget):
            # Smallest first, so that one hopeless block does not starve the easy ones.
            waiting += sorted(pieces, key=lambda piece: piece.size, reverse=True)
        else:
            found.append(block)
    return sorted(found)


def _trim(old: Items, new: Items, block: Change) -> Change:
    old_start, old_end, new_start, new_end = block
    while old_start < old_end and new_start < new_end and old[old_start] == new[new_start]:
        old_start += 1
        new_start += 1
    while old_start < old_end and new_start < new_end and old[old_end - 1] == new[new_end - 1]:
        old_end -= 1
        new_end -= 1
    return Change(old_start, old_end, new_start, new_end)


def _split(old: Items, new: Items, block: Change, budget: Budget) -> list[Change]:
    """Return the smaller blocks between the items that both sides share; nothing if none can be found."""
    if not budget.spend(block.size):
        return []
    old_part, new_part = old[block.old_start : block.old_end], new[block.new_start : block.new_end]
    matches = _unique_matches(old_part, new_part) or longest_matches(old_part, new_part, budget)
    if not matches:
        return []
    pieces = []
    old_from = new_from = 0
    for old_match, new_match in zip([*matches[0], len(old_part)], [*matches[1], len(new_part)], strict=True):
        if old_from < old_match or new_from < new_match:
            pieces.append(
                Change(
                    block.old_start + old_from,
                    block.old_start + old_match,
                    block.new_start + new_from,
                    block.new_start + new_match,
                )
            )
        old_from, new_from = old_match + 1, new_match + 1
    return pieces


def _unique_matches(old: Items, new: Items) -> Matches | None:
    """Return the longest rising run among the places of items that occur once on both sides."""
    old_counts, new_counts = Counter(old), Counter(new)
    # A Counter remembers the order in which it met its items, so these stand in the order of `old`.
    shared = [item for item, times in old_counts.items() if times == 1 and new_counts.get(item) == 1]
    if not shared:
        return None
    old_index, new_index = dict(zip(old, count(), strict=False)), dict(zip(new, count(), strict=False))
    old_places, new_places = [old_index[item] for item in shared], [new_index[item] for item in shared]
    if all(map(lt, new_places, new_places[1:])):
        return old_places, new_places
    rising = _longest_rising(new_places)
    return [old_places[index] for index in rising], [new_places[index] for index in rising]


def _longest_rising(places: list[int]) -> list[int]:
    """Return the indexes of the longest subsequence of `places` that rises (patience sorting)."""
    tops: list[int] = []
    top_indexes: list[int] = []
    before: list[int] = []
    for index, place in enumerate(places):
        pile = bisect_left(tops, place)
        before.append(top_indexes[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [place]
        top_indexes[pile : pile + 1] = [index]
    rising = []
    index = top_indexes[-1]
    while index >= 0:
        rising.append(index)
        index = before[index]
    return rising[::-1]


def longest_matches(old: Items, new: Items, budget: Budget) -> Matches | None:
    """Return the places of a longest common subsequence; nothing if there is none or it costs too much."""
    if min(len(old), len(new)) > budget.left:
        return None
    shared = set(old).intersection(new)
    if not shared:
        return None
    old_places = [place for place, item in enumerate(old) if item in shared]
    new_places = [place for place, item in enumerate(new) if item in shared]
    runs = _greedy([old[place] for place in old_places], [new[place] for place in new_places], budget)
    return (
        (
            [place for start, _, length in runs for place in old_places[start : start + length]],
            [place for _, start, length in runs for place in new_places[start : start + length]],
        )
        if runs
        else None
    )


def _greedy(old: Items, new: Items, budget: Budget) -> list[tuple[int, int, int]]:
    """Return the equal runs (old start, new start, length) of a shortest edit script.

    Eugene Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), figure 2. A path is a linked
    list of its runs, so that the way back needs no copy of every step's diagonals.
    """
    olds, news = len(old), len(new)
    reach: dict[int, int] = {1: 0}
    paths: dict[int, Any] = {1: None}
    for edits in range(olds + news + 1):
        # Diagonals that have left the rectangle on either side cannot come back into it.
        for diagonal in range(-edits + 2 * max(0, edits - news), edits + 1 - 2 * max(0, edits - olds), 2):
            down, right = reach.get(diagonal + 1, -2), reach.get(diagonal - 1, -2) + 1
            start, path = (down, paths[diagonal + 1]) if down >= right else (right, paths[diagonal - 1])
            stop = start
            while stop < olds and stop - diagonal < news and old[stop] == new[stop - diagonal]:
                stop += 1
            if stop > start:
                path = (path, (start, start - diagonal, stop - start))
            reach[diagonal], paths[diagonal] = stop, path
            if stop >= olds and stop - diagonal >= news:
                return _unlink(path)
            if not budget.spend(_STEPS_PER_EDIT + stop - start):
                return []
    return []


def _unlink(path: Any) -> list[tuple[int, int, int]]:
    runs = []
    while path:
        path, run = path
        runs.append(run)
    return runs[::-1]
