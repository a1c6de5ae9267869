"""The stems of words, by the language of their page: what makes `templates` find `template`.

A stem is written with its language in front, `en~templat`: no word of a text is like it, and the German stem
of a typed word finds German pages alone. Snowball's rules (https://snowballstem.org/algorithms/).
"""

import threading
import unicodedata
from functools import lru_cache
from typing import Any

import snowballstemmer

from pages.search.tokens import fold, tokens

LEAST_CHARS = 3  # Snowball leaves shorter words as they are
SITE_LANGUAGE = "en"  # what a page is written in that does not say so

_LATIN = {
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hu": "hungarian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "sv": "swedish",
    "tr": "turkish",
}
_OTHERS = {
    "ar": "arabic",
    "el": "greek",
    "hi": "hindi",
    "hy": "armenian",
    "ru": "russian",
    "sr": "serbian",
    "ta": "tamil",
}
_ALGORITHMS = _LATIN | _OTHERS
_SAME = {"nb": "no", "nn": "no"}
_stemmers = threading.local()  # a stemmer keeps the word that it works on in itself


def language_of(lang: str) -> str:
    """The language of a BCP 47 tag as stems have it: "pt" for "pt-BR"; "" where there are no rules for it."""
    code = lang.partition("-")[0].lower() or SITE_LANGUAGE
    code = _SAME.get(code, code)
    return code if code in _ALGORITHMS else ""


def with_stems(text: str, lang: str) -> list[str]:
    """The words of a text in their order, and behind them each of their stems once."""
    code, found, stems = language_of(lang), [], {}
    for word, start, end in tokens(text):
        found.append(word)
        if code and word not in stems:
            stems[word] = stem(text[start:end], code) if word.isascii() == (code in _LATIN) else ""
    return found + list(dict.fromkeys(filter(None, stems.values())))


def stems_of(typed: str) -> tuple[str, ...]:
    """The stems of the first word that was typed, in every language that is written in its letters."""
    word, start, end = next(tokens(typed))
    languages = _LATIN if word.isascii() else _OTHERS
    return tuple(filter(None, (stem(typed[start:end], code) for code in languages)))


@lru_cache(maxsize=100_000)
def stem(word: str, code: str) -> str:
    """The stem of a word as it was written, accents included; "" for what has none, such as numbers."""
    if len(word) < LEAST_CHARS or any(char.isnumeric() or char in "+#" for char in word):
        return ""
    stemmed = fold(_stemmer(code).stemWord(unicodedata.normalize("NFC", word).lower()))
    return f"{code}~{stemmed}" if stemmed else ""


def _stemmer(code: str) -> Any:
    if not hasattr(_stemmers, code):
        setattr(_stemmers, code, snowballstemmer.stemmer(_ALGORITHMS[code]))
    return getattr(_stemmers, code)
