"""What was learned from decisions, and the chance of spam that follows from it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log
from typing import NamedTuple

from comments.spam.clues import NEUTRAL, Clue
from comments.spam.shingles import key_of

TOTAL = key_of("total")  # the row that says how many clues were counted in all
LEAST, MOST = 0.005, 0.995


class Count(NamedTuple):
    """How often something was in spam, in ham, and in anything posted."""

    spam: int = 0
    ham: int = 0
    seen: int = 0


@dataclass(frozen=True)
class Known:
    """Counts by key, as far as a judgement needs them. Empty is what a new site knows."""

    counts: Mapping[int, Count] = field(default_factory=dict)

    def of(self, key: int) -> Count:
        return self.counts.get(key, Count())

    def has_learned(self, key: int) -> bool:
        count = self.of(key)
        return count.spam + count.ham > 0

    def chance(self, clue: Clue) -> float:
        """The chance of spam that a clue stands for, between 0 and 1.

        Shares of all that was counted in spam and in ham, not of texts: spam is longer, and small words would
        speak against every long text. Few decisions are drawn towards the clue's prior (Robinson 2003).
        """
        total, count = self.of(TOTAL), self.of(clue.key)
        spam, ham = count.spam / max(total.spam, 1), count.ham / max(total.ham, 1)
        seen = count.spam + count.ham
        share = spam / (spam + ham) if spam + ham else clue.prior
        learned = (clue.strength * clue.prior + seen * share) / (clue.strength + seen)
        return min(max(_on_its_side(learned, clue.prior), LEAST), MOST)


def odds(chance: float) -> float:
    """The logarithm of a chance against its opposite: 0 for even, positive for spam."""
    return log(chance / (1 - chance))


def learned(lessons: Iterable[tuple[Iterable[int], bool]]) -> Known:
    """Everything that lessons teach, each the keys of a comment and whether it is spam."""
    return Known(counts_of(lessons))


def counts_of(lessons: Iterable[tuple[Iterable[int], bool]], *, sign: int = 1) -> dict[int, Count]:
    """What lessons, each its keys and whether they were spam, add to the counts; `sign` -1 takes away."""
    spam: Counter[int] = Counter()
    ham: Counter[int] = Counter()
    for keys, is_spam in lessons:
        (spam if is_spam else ham).update(with_total(keys))
    return {key: Count(sign * spam[key], sign * ham[key]) for key in spam.keys() | ham.keys()}


def with_total(keys: Iterable[int]) -> Counter[int]:
    """What one lesson counts: each key once, and their number in the total."""
    distinct = set(keys)
    return Counter({**dict.fromkeys(distinct, 1), TOTAL: len(distinct)})


def _on_its_side(chance: float, prior: float) -> float:
    if prior > NEUTRAL:
        return max(chance, NEUTRAL)
    return min(chance, NEUTRAL) if prior < NEUTRAL else chance
