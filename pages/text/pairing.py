"""Find which removed line became which added line, so that they can be shown side by side."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from pages.text.alignment import Budget
from pages.text.words import split_words

Pair = tuple[int | None, int | None]

_MIN_LIKENESS = 0.4
_MAX_JUDGED_CHARS = 2_000


def pair_lines(old: Sequence[str], new: Sequence[str], budget: Budget) -> Iterator[Pair]:
    """Yield pairs of indexes in order; None on one side means that the other side's line has no counterpart.

    Comparing two lines costs one step of `budget`; a stretch that costs more than is left is paired by order.
    """
    cost = len(old) * len(new)
    if cost <= 1 or cost > budget.left:
        yield from _by_order(len(old), len(new))
        return
    budget.spend(cost)
    old_words, new_words = [_words(line) for line in old], [_words(line) for line in new]
    likeness = [[_likeness(mine, theirs) for theirs in new_words] for mine in old_words]
    yield from _fill(_most_alike(likeness), len(old), len(new))


def _by_order(olds: int, news: int) -> Iterator[Pair]:
    return zip_longest(range(olds), range(news))


def _words(line: str) -> frozenset[str]:
    return frozenset(word for word in split_words(line[:_MAX_JUDGED_CHARS]) if not word.isspace())


def _likeness(old: frozenset[str], new: frozenset[str]) -> float:
    """Return from 0 to 1 how many words two lines share; 0 stands for too few to call them one line."""
    if not old and not new:
        return 1.0
    share = 2 * len(old & new) / (len(old) + len(new))
    return share if share >= _MIN_LIKENESS else 0.0


def _most_alike(likeness: list[list[float]]) -> list[tuple[int, int]]:
    """Return the pairs, rising on both sides, whose likeness adds up to the most."""
    olds, news = len(likeness), len(likeness[0])
    best = [[0.0] * (news + 1) for _ in range(olds + 1)]
    for old in range(olds - 1, -1, -1):
        for new in range(news - 1, -1, -1):
            paired = likeness[old][new] + best[old + 1][new + 1]
            best[old][new] = max(paired, best[old + 1][new], best[old][new + 1])
    pairs = []
    old = new = 0
    while old < olds and new < news:
        if best[old][new] == best[old + 1][new]:
            old += 1
        elif best[old][new] == best[old][new + 1]:
            new += 1
        else:
            pairs.append((old, new))
            old, new = old + 1, new + 1
    return pairs


def _fill(pairs: list[tuple[int, int]], olds: int, news: int) -> Iterator[Pair]:
    """Yield the pairs with the lines without a counterpart between them, removed ones first."""
    old_at = new_at = 0
    for old, new in [*pairs, (olds, news)]:
        yield from ((at, None) for at in range(old_at, old))
        yield from ((None, at) for at in range(new_at, new))
        if old < olds:
            yield old, new
        old_at, new_at = old + 1, new + 1
