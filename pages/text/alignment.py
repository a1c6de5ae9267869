"""Find which stretches of two sequences differ, in bounded time."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

# About 50 ms of comparing on one core. A count, not a clock: two texts must always differ in the same way.
MAX_STEPS = 120_000

Items = Sequence[Hashable]


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
    matches = _unique_matches(old_part, new_part) or _longest_matches(old_part, new_part, budget)
    if not matches:
        return []
    pieces = []
    old_at, new_at = block.old_start, block.new_start
    for old_match, new_match in [*matches, (len(old_part), len(new_part))]:
        old_stop, new_stop = block.old_start + old_match, block.new_start + new_match
        if old_at < old_stop or new_at < new_stop:
            pieces.append(Change(old_at, old_stop, new_at, new_stop))
        old_at, new_at = old_stop + 1, new_stop + 1
    return pieces


def _unique_matches(old: Items, new: Items) -> list[tuple[int, int]]:
    """Return the longest rising run of pairs of positions of items that occur once on both sides."""
    old_counts, new_counts = Counter(old), Counter(new)
    new_places = {item: place for place, item in enumerate(new) if new_counts[item] == 1}
    return _longest_rising(
        [
            (place, new_places[item])
            for place, item in enumerate(old)
            if item in new_places and old_counts[item] == 1
        ]
    )


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest subsequence of `pairs` whose second members rise (patience sorting)."""
    tops: list[int] = []
    top_indexes: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(pairs):
        pile = len(tops) if not tops or place > tops[-1] else bisect_left(tops, place)
        before.append(top_indexes[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [place]
        top_indexes[pile : pile + 1] = [index]
    rising = []
    index = top_indexes[-1] if top_indexes else -1
    while index >= 0:
        rising.append(pairs[index])
        index = before[index]
    return rising[::-1]


def _longest_matches(old: Items, new: Items, budget: Budget) -> list[tuple[int, int]]:
    """Return the pairs of positions of a longest common subsequence; nothing if that costs too much."""
    shared = set(old).intersection(new)
    old_places = [place for place, item in enumerate(old) if item in shared]
    new_places = [place for place, item in enumerate(new) if item in shared]
    runs = _greedy([old[place] for place in old_places], [new[place] for place in new_places], budget)
    return [
        (old_places[old_start + step], new_places[new_start + step])
        for old_start, new_start, length in runs
        for step in range(length)
    ]


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
            if not budget.spend(1 + stop - start):
                return []
    return []


def _unlink(path: Any) -> list[tuple[int, int, int]]:
    runs = []
    while path:
        path, run = path
        runs.append(run)
    return runs[::-1]
