"""The score of a comment and its named reasons."""

from dataclasses import dataclass
from math import exp

from comments.spam.bayes import Known, odds
from comments.spam.limits import MAX_REASONS
from comments.spam.notes import Notes
from comments.spam.wording import weigh_words

REPEATED = {1: 0.8, 2: 0.8, 4: 0.9}  # each step adds to the one before
START_ODDS = 0.2  # spam is as common as ham where anybody may write; it takes something to be let through
MOST_ODDS = 50.0
SMALL = 0.05


@dataclass(frozen=True)
class Reason:
    """One clue that moved the score. `weight` is its chance of spam: 1 speaks for spam, 0 against."""

    name: str
    weight: float


@dataclass(frozen=True)
class Score:
    """The chance that a comment is spam, in percent, and what made it, heaviest first."""

    percent: int
    reasons: tuple[Reason, ...]


def judge(notes: Notes, known: Known) -> Score:
    """Weigh what was noticed by what is known.

    The odds of the clues are multiplied, as in naive Bayes. Fisher's method, which Robinson put in its
    place, would let a weak clue for spam lower a high score; a product never does.
    """
    seen = [(known.chance(clue), clue.name) for clue in notes.traits] + _repeated(notes, known)
    of_words, words = weigh_words(notes.words, known)
    total = START_ODDS + of_words + sum(odds(chance) for chance, _ in seen)
    return Score(_percent(total), _reasons([*seen, *words]))


def _repeated(notes: Notes, known: Known) -> list[tuple[float, str]]:
    """Two of three shingles seen before: the same text, or nearly."""
    if len(notes.sketch) < 2:
        return []
    times = sorted(known.of(key).seen for key in notes.sketch)[-2]
    return [
        (prior, f"said {times + 1} times on this site") for least, prior in REPEATED.items() if times >= least
    ]


def _percent(total: float) -> int:
    return round(100 / (1 + exp(-max(min(total, MOST_ODDS), -MOST_ODDS))))


def _reasons(found: list[tuple[float, str]]) -> tuple[Reason, ...]:
    """The heaviest clues, each name once with its heaviest weight."""
    named: dict[str, float] = {}
    for chance, name in sorted(found, key=lambda clue: (-abs(odds(clue[0])), clue[1])):
        if abs(chance - 0.5) >= SMALL:
            named.setdefault(name, round(chance, 2))
    return tuple(Reason(name, weight) for name, weight in list(named.items())[:MAX_REASONS])
