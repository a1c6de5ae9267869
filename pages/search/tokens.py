"""Cuts text into the words that the index knows: without accents, and in pairs where a script has no spaces.

Both databases are given these words and nothing else, so they find the same pages. A change here changes the
format of the index: every page must be indexed again.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

MAX_TOKEN_CHARS = 64

# Scripts written without spaces between words; Hangul too, whose particles are written on to the noun.
_WITHOUT_SPACES = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1100, 0x11FF),  # Hangul letters
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x2FDF),  # radicals
    (0x3005, 0x31FF),  # kana, bopomofo
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7FF),  # Hangul
    (0xF900, 0xFAFF),
    (0xFF66, 0xFFDC),  # halfwidth kana and Hangul
    (0x20000, 0x3FFFF),
)
_HALFWIDTH_VOICE_MARKS = "\uff9e\uff9f"  # letters to Unicode, marks to their reader
_JOINERS = "\u00ad\u200c\u200d\u2060"  # soft hyphen and the like: inside a word, invisible
_LETTERS_WITHOUT_DECOMPOSITION = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "þ": "th", "ŧ": "t"}
)
# A word keeps the ending that makes C++ and C# other languages than C.
_WORD_OR_RUN = re.compile(r"w[wm]*(?:\+\+|#(?![w#]))?|(?:cm*)+")
_UNIT = re.compile("cm*")


class Token(NamedTuple):
    """A word as the index has it, and where in the text it was."""

    word: str
    start: int
    end: int


class _Shapes(dict[int, str]):
    """What each character is to a word: w letter, c letter of a script without spaces, m mark, or its end."""

    def __missing__(self, code: int) -> str:
        shape = self[code] = _shape(code)
        return shape


def _shape(code: int) -> str:
    char = chr(code)
    if char in "+#":
        return char
    if char in _HALFWIDTH_VOICE_MARKS + _JOINERS or unicodedata.category(char).startswith("M"):
        return "m"
    if not char.isalnum():
        return " "
    return "c" if any(first <= code <= last for first, last in _WITHOUT_SPACES) else "w"


_SHAPES = _Shapes()


def words(text: str) -> list[str]:
    """The words of a text in their order, as the index has them."""
    return [token.word for token in tokens(text)]


def words_to_find(text: str) -> list[str]:
    """As `words`, but for a query: the last pair does not bring its second half along, as more may follow."""
    found = list(tokens(text))
    if len(found) > 1 and found[-1].start < found[-2].end:
        found.pop()
    return [token.word for token in found]


def tokens(text: str) -> Iterator[Token]:
    """The words with their places; a run without spaces gives each pair and its last character."""
    for match in _WORD_OR_RUN.finditer(text.translate(_SHAPES)):
        spans = _pairs(match) if match[0][0] == "c" else [match.span()]
        for start, end in spans:
            if word := fold(text[start:end]):
                yield Token(word, start, end)


def is_lone_character(word: str) -> bool:
    """Whether this is one character of a script without spaces: half of a pair."""
    return _UNIT.fullmatch(word.translate(_SHAPES)) is not None


def fact_key(key: str) -> str:
    """The key of a fact as the index has it, without the numbers of a list: `users.1.name` is users-name."""
    return "-".join(word for word in words(key) if not word.isdigit())[:MAX_TOKEN_CHARS]


def fact_words(key: str, value_words: Iterable[str]) -> list[str]:
    """The words of a fact's value as the index has them: no word of a text is like `license=bsd`."""
    return [f"{key}={word}" for word in value_words]


def has_fact(key: str) -> str:
    """The word of every page that has a fact of this key, whatever it says."""
    return f"{key}="


def _pairs(run: re.Match[str]) -> Iterator[tuple[int, int]]:
    units = [unit.span() for unit in _UNIT.finditer(run.string, run.start(), run.end())]
    for first, second in pairwise(units):
        yield first[0], second[1]
    yield units[-1]


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """The word without case, accents, compatibility forms: "Éclair" is "eclair", "ﬁle" "file", "ｶﾞ" "ガ"."""
    opened = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    kept = "".join(char for char in opened if not _is_accent(char))
    folded = unicodedata.normalize("NFC", kept.translate(_LETTERS_WITHOUT_DECOMPOSITION))
    return "".join(char for char in folded if _SHAPES[ord(char)] != " ")[:MAX_TOKEN_CHARS]


def _is_accent(char: str) -> bool:
    """Whether writers leave the mark out: accents, vowel points of Hebrew and Arabic, joiners.

    An Indic vowel sign (class 0), a virama (9), a kana voice mark (8) and a Thai vowel (103) do make another.
    """
    combining = unicodedata.combining(char)
    return char in _JOINERS or combining == 1 or 10 <= combining <= 36 or combining >= 200
