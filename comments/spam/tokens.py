"""Cuts a text into the words and word pairs that are learned."""

import re
import unicodedata

from comments.spam.limits import MAX_CHARS, MAX_WORD_CHARS, MAX_WORDS
from comments.spam.links import BARE, WITH_SCHEME

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
TAG = re.compile(r"</?[a-z][^<>]{0,300}>|&(?:[a-z]{2,8}|#\d{1,6});", re.IGNORECASE)
UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
STEM_CHARS = 5
STEM_MARK = "…"


def words(text: str) -> list[str]:
    """The words of a text in their order, as compared: one case, no accents of width, no addresses.

    Addresses of mail and web are left out: they are people, or have a history of their own.
    """
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", text)[:MAX_CHARS]).casefold()
    for pattern in (EMAIL, WITH_SCHEME, BARE, TAG):
        plain = pattern.sub(" ", plain)
    found = [_shape(word) for word in WORD.findall(plain)]
    return _both_ends([part for word in found for part in _parts(word)])


def features(text: str) -> list[str]:
    """What is counted of a text, each once: words, beginnings of long words, and pairs."""
    spoken = words(text)
    stems = [word[:STEM_CHARS] + STEM_MARK for word in spoken if len(word) > STEM_CHARS]
    pairs = [f"{first} {second}" for first, second in zip(["^", *spoken], [*spoken, "$"], strict=True)]
    return list(dict.fromkeys([*spoken, *stems, *pairs]))


def _shape(word: str) -> str:
    return "0" * len(word) if word.isdecimal() else word[:MAX_WORD_CHARS].replace("’", "'")


def _parts(word: str) -> list[str]:
    """Scripts that put no space between words are learned by two characters."""
    if len(word) < 3 or not UNSPACED.search(word):
        return [word]
    return [word[start : start + 2] for start in range(len(word) - 1)]


def _both_ends(found: list[str]) -> list[str]:
    half = MAX_WORDS // 2
    return found if len(found) <= MAX_WORDS else found[:half] + found[-half:]
