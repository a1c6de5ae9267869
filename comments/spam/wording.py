"""What the words of a text speak for: the part of the score that is learned alone."""

from math import sqrt

from comments.spam.bayes import Known, odds
from comments.spam.clues import Clue
from comments.spam.limits import MAX_WORD_CLUES
from comments.spam.tokens import STEM_MARK

PAIR_SHARE = 0.5  # a pair says again what its two words have said
FREE_CLUES = 4  # beyond these the sum grows with the root: words of one sentence are no independent witnesses


def weigh_words(words: tuple[Clue, ...], known: Known) -> tuple[float, list[tuple[float, str]]]:
    """The odds of a text's most telling words, and these as (chance, name), heaviest first."""
    weighed = [(_share(clue) * odds(known.chance(clue)), clue) for clue in _heard(words, known)]
    telling = sorted(weighed, key=lambda pair: (-abs(pair[0]), pair[1].mark))[:MAX_WORD_CLUES]
    total = sum(weight for weight, _ in telling) * sqrt(FREE_CLUES / max(FREE_CLUES, len(telling)))
    return total, [(known.chance(clue), clue.name) for _, clue in telling]


def _heard(words: tuple[Clue, ...], known: Known) -> list[Clue]:
    """The words that were learned; the beginning of a word stands in only where the whole word is new."""
    learned = [clue for clue in words if known.has_learned(clue.key)]
    whole = tuple(clue.mark for clue in learned if not _is_stem(clue) and not _is_pair(clue))
    begun = {mark[: len(clue.mark) - 1] for clue in learned if _is_stem(clue) for mark in whole}
    return [clue for clue in learned if not (_is_stem(clue) and clue.mark[:-1] in begun)]


def _share(clue: Clue) -> float:
    return PAIR_SHARE if _is_pair(clue) else 1.0


def _is_stem(clue: Clue) -> bool:
    return clue.mark.endswith(STEM_MARK)


def _is_pair(clue: Clue) -> bool:
    return " " in clue.mark
