"""The stretch of a page's text that shows best why it was found. Pure: pieces out, no HTML."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from pages.search.query import Query
from pages.search.stems import language_of, stem
from pages.search.tokens import fold, tokens

SNIPPET_CHARS = 240
CONTEXT_CHARS = 60  # shown before the first match, so that it does not begin out of the blue
WINDOW_CHARS = SNIPPET_CHARS - CONTEXT_CHARS
MAX_MATCHES = 100  # a window is sought among the first matches only: the commonest word stays cheap

_WHITE_SPACE = re.compile(r"\s+")


class Piece(NamedTuple):
    """Some text of a snippet, and whether it is what was asked for."""

    text: str
    is_match: bool = False


def snippet(text: str, query: Query, lang: str = "") -> tuple[list[Piece], int]:
    """The best stretch of `text`, about `SNIPPET_CHARS` long, and where in `text` its first match is.

    The beginning where nothing matches. `lang` is the language that the text's words are inflected in.
    """
    asked = _Asked(query, language_of(lang))
    start, end = _window(text, _places(text, asked))
    pieces = [Piece("… ")] if start else []
    at, first_match = start, start
    for first, last in _matches(text, start, end, asked):
        first_match = first if at == start else first_match
        pieces += [Piece(text[at:first]), Piece(text[first:last], is_match=True)]
        at = last
    pieces.append(Piece(text[at:end]))
    if end < len(text.rstrip()):
        pieces.append(Piece(" …"))
    shown = [Piece(_WHITE_SPACE.sub(" ", piece.text), piece.is_match) for piece in pieces if piece.text]
    return shown, first_match


def section_of(text: str, headings: Iterable[tuple[str, str]], at: int) -> tuple[str, str]:
    """The id and words of the last of the `headings` that stands as a line of `text` at or before `at`."""
    lines, behind, found = f"\n{text}\n", 0, ("", "")
    for anchor, words in headings:
        start = lines.find(f"\n{words}\n", behind)
        if start > at:
            break
        if start >= 0:
            found, behind = (anchor, words), start + len(words)
    return found


class _Asked:
    """The single words of a query, and their stems in the language of one page."""

    def __init__(self, query: Query, code: str) -> None:
        self.code = code
        words = [term for term in query.terms if not term.is_fact]
        self.exact = set(query.words)
        self.beginnings = tuple({term.words[-1] for term in words if term.is_prefix})
        self.stems = {
            stem_: term.words[0]
            for term in words
            if not term.is_prefix
            for stem_ in term.stems
            if stem_.startswith(f"{code}~")
        }
        self.wanted = {self.answered_by(word, word) for word in self.exact}

    def answered_by(self, word: str, written: str) -> str | None:
        """The word of the query that `word`, which stands in the text as `written`, answers, if any."""
        beginning = next((beginning for beginning in self.beginnings if word.startswith(beginning)), None)
        if beginning or word in self.exact:
            return beginning or word
        return self.stems.get(stem(written, self.code)) if self.stems else None

    def pattern(self) -> re.Pattern[str]:
        """Finds most answers in lower-cased text: all but those whose accents or letters fold away."""
        words = sorted(self.exact, key=len, reverse=True)
        spaced = [re.escape(word) for word in words if word[0].isascii()]
        others = [re.escape(word) for word in words if not word[0].isascii()]
        # A stem is how its words begin, but for a last letter that may change: happy, happier, happi.
        begun = {stem_.partition("~")[2][:-1] or word for stem_, word in self.stems.items()}
        beginnings = "".join(rf"|{word}" for word in map(re.escape, self.beginnings) if word[0].isascii())
        inflected = "".join(rf"|{re.escape(word)}[^\W\d_]*" for word in begun)
        at_start = rf"\b(?:(?:{'|'.join(spaced)})(?![a-z0-9]){beginnings}{inflected})" if spaced else ""
        return re.compile(
            "|".join(filter(None, [at_start, *others, inflected[1:] and rf"\b(?:{inflected[1:]})"]))
        )


def _places(text: str, asked: _Asked) -> list[tuple[int, str]]:
    """Where in `text` the query's words are. Reading every word takes 2 ms a page: a pattern finds most."""
    if not asked.exact:
        return []
    found = (
        (match.start(), asked.answered_by(fold(match[0]), match[0]))
        for match in asked.pattern().finditer(text.lower())
    )
    places = [(start, word) for start, word in islice(found, MAX_MATCHES) if word]
    if text.isascii() or len({word for _, word in places}) >= len(asked.wanted):
        return places
    answers = (
        (token.start, asked.answered_by(token.word, text[token.start : token.end])) for token in tokens(text)
    )
    return list(islice(((start, word) for start, word in answers if word), MAX_MATCHES))


def _matches(text: str, start: int, end: int, asked: _Asked) -> Iterator[tuple[int, int]]:
    """What to mark between `start` and `end`. What overlaps is joined, as a Chinese word's pairs."""
    pending: tuple[int, int] | None = None
    stretch = text[start:end]
    for word, first, last in tokens(stretch):
        if not asked.answered_by(word, stretch[first:last]):
            continue
        if pending and start + first < pending[1]:
            pending = pending[0], start + last
            continue
        if pending:
            yield pending
        pending = start + first, start + last
    if pending:
        yield pending


def _window(text: str, places: list[tuple[int, str]]) -> tuple[int, int]:
    """Where the most different words of the query stand together, earliest first, cut between words."""
    if not places:
        return 0, _end_of_word(text, SNIPPET_CHARS)
    starts = [start for start, _ in places]

    def worth(at: int) -> tuple[int, int]:
        inside = places[at : bisect_left(starts, starts[at] + WINDOW_CHARS)]
        return len({word for _, word in inside}), -at

    first = starts[max(range(len(starts)), key=worth)]
    start = _start_of_word(text, max(0, first - CONTEXT_CHARS), before=first)
    return start, _end_of_word(text, start + SNIPPET_CHARS)


def _start_of_word(text: str, at: int, *, before: int) -> int:
    """The first beginning of a word soon after `at`; `at` itself where there is none, as in Chinese."""
    if at == 0:
        return 0
    space = _WHITE_SPACE.search(text, at - 1, min(before, at + CONTEXT_CHARS // 2))
    return space.end() if space else at


def _end_of_word(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    soonest = at - CONTEXT_CHARS // 2
    space = max(text.rfind(char, soonest, at + 1) for char in " \n")
    return space if space > 0 else at
