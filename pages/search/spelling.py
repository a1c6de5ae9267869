"""What two spellings of a word have in common. Pure.

A word and its misspelling become the same when one letter is taken out of each: `flsak` and `flask` are both
`flak`. Looking such a piece up costs the same in a small wiki and in a large one, and no other word is near.
"""

from difflib import SequenceMatcher
from itertools import pairwise

from pages.search.tokens import words

MAX_SPELLED_WORDS = 20
LEAST_CHARS, MAX_CHARS = 3, 24
LEAST_SIMILARITY = 0.6  # difflib's ratio, which is 0.8 for "flsak" and "flask"


def deletions(text: str) -> set[str]:
    """Each word of `text` with a minus in front, and without each of its letters."""
    spelled = [word for word in _spelled(text) if len(word) >= LEAST_CHARS]
    return {f"-{word[:at]}{word[at + 1 :]}" for word in spelled for at in range(len(word) + 1)}


def trigrams(text: str) -> set[str]:
    """The three-letter pieces of a text's words, beginnings count twice: "go" is __g, _go, go_."""
    return {piece for word in _spelled(text) for piece in _pieces(word)}


def neighbors(text: str) -> list[tuple[str, str]]:
    """Pairs of trigrams side by side: a title that has one of them has four letters of `text` together."""
    return list(dict.fromkeys(pair for word in _spelled(text) for pair in pairwise(_pieces(word))))


def similarity(wanted: str, title: str) -> float:
    """How much folded words are like a title or one of its words: 1 for the same, 0 for too little."""
    title_words = words(title)
    return max(_likeness(wanted, text) for text in [" ".join(title_words), *title_words])


def _likeness(wanted: str, text: str) -> float:
    matcher = SequenceMatcher(None, text, wanted)
    if matcher.real_quick_ratio() < LEAST_SIMILARITY or matcher.quick_ratio() < LEAST_SIMILARITY:
        return 0
    ratio = matcher.ratio()
    return ratio if ratio >= LEAST_SIMILARITY else 0


def _spelled(text: str) -> list[str]:
    return [word[:MAX_CHARS] for word in words(text)[:MAX_SPELLED_WORDS]]


def _pieces(word: str) -> list[str]:
    padded = f"__{word}_"
    return [padded[at : at + 3] for at in range(len(padded) - 2)]
