"""Titles as people write them, and the slugs that addresses are made of."""

import re
import unicodedata

from pages.text.refusals import Refusal

MAX_TITLE_CHARS = 120
MAX_SLUG_CHARS = 120

# What an address may hold between two slashes. Wider than a slug on purpose: /wiki/Node.js/ must reach the
# view that redirects other spellings.
SLUG_PATTERN = r"[^/\x00-\x1f\x7f]{1,240}"

_BIDI_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# "Node.js" and "What's new" are one word each to their readers; "3.1" is two numbers.
_MARK_IN_WORD = re.compile(r"(?<=[^\W\d_])[.'’](?=[^\W\d_])")


class TitleRefused(Refusal):
    """A title that no page can have."""


def slugify(title: str) -> str:
    """Return the slug of `title`: lower-case letters and digits of any script, and hyphens; may be empty.

    `slugify(slugify(title)) == slugify(title)` for every title.
    """
    # Python lowers the Turkish capital I with a dot to two characters, the second of which no letter needs.
    lowered = _MARK_IN_WORD.sub("", title.lower().replace("i\u0307", "i"))
    text = unicodedata.normalize("NFC", lowered)
    kept = "".join(_slug_character(text, at) for at in range(len(text)))
    slug = re.sub("-+", "-", kept).strip("-")
    return unicodedata.normalize("NFC", slug)[:MAX_SLUG_CHARS].strip("-")


def title_of(slug: str) -> str:
    """Return what a page of this name may be called: "Python 3" for `python-3`."""
    words = slug.replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def clean_title(text: str) -> str:
    """Return `text` in NFC with white space collapsed; raise `TitleRefused` if no page can have it."""
    title = unicodedata.normalize("NFC", " ".join(text.split()))
    if not title:
        raise TitleRefused("A page needs a title.")
    if len(title) > MAX_TITLE_CHARS:
        raise TitleRefused(f"A title has at most {MAX_TITLE_CHARS} characters; this one has {len(title)}.")
    if any(unicodedata.category(mark) in ("Cc", "Cs") or mark in _BIDI_OVERRIDES for mark in title):
        raise TitleRefused("A title cannot contain control characters.")
    if not slugify(title):
        raise TitleRefused("A title needs at least one letter or digit.")
    return title


def _slug_character(text: str, at: int) -> str:
    """Return what the character at `at` becomes: itself, a hyphen, or nothing."""
    kind = unicodedata.category(text[at])
    if kind[0] in "LN":
        return text[at]
    if kind == "Cf":  # joiners inside Persian and Indic words are invisible and must not split them
        return ""
    return text[at] if kind[0] == "M" and _stands_on_a_letter(text, at) else "-"


def _stands_on_a_letter(text: str, at: int) -> bool:
    """Whether the mark at `at` belongs to a letter or digit, with no more than other marks in between."""
    while at and unicodedata.category(text[at])[0] == "M":
        at -= 1
    return unicodedata.category(text[at])[0] in "LN"
