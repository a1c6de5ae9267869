"""The stretch of a page's text that shows best why it was found. Pure: pieces out, no HTML."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from pages.search.query import Query
from pages.search.tokens import tokens

SNIPPET_CHARS = 240
CONTEXT_CHARS = 60  # shown before the first match, so that it does not begin out of the blue
WINDOW_CHARS = SNIPPET_CHARS - CONTEXT_CHARS
MAX_MATCHES = 500  # a window is sought among the first matches only: the commonest word stays cheap

_WHITE_SPACE = re.compile(r"\s+")


class Piece(NamedTuple):
    """Some text of a snippet, and whether it is what was asked for."""

    text: str
    is_match: bool = False


class _Match(NamedTuple):
    start: int
    end: int
    word: str


def snippet(text: str, query: Query) -> list[Piece]:
    """The best stretch of `text`, about `SNIPPET_CHARS` long; its beginning where nothing matches."""
    matches = _matches(text, query)
    start, end = _window(text, matches)
    pieces = [Piece("… ")] if start else []
    at = start
    for match in _merged([m for m in matches if start <= m.start and m.end <= end]):
        pieces += [Piece(text[at : match.start]), Piece(text[match.start : match.end], is_match=True)]
        at = match.end
    pieces.append(Piece(text[at:end]))
    if end < len(text.rstrip()):
        pieces.append(Piece(" …"))
    return [Piece(_WHITE_SPACE.sub(" ", piece.text), piece.is_match) for piece in pieces if piece.text]


def _matches(text: str, query: Query) -> list[_Match]:
    """What was asked for in `text`, up to the end of the first window that has all of it."""
    beginnings = tuple(term.words[-1] for term in query.terms if term.is_prefix)
    exact = set(query.words)
    wanted = {_asked(word, exact, beginnings) for word in exact}
    found: list[_Match] = []
    last_seen: dict[str, int] = {}
    enough_at = len(text)
    for word, start, end in tokens(text):
        if start > enough_at or len(found) == MAX_MATCHES:
            break
        if asked := _asked(word, exact, beginnings):
            found.append(_Match(start, end, asked))
            last_seen[asked] = start
            first = min(last_seen.values())
            if len(last_seen) == len(wanted) and start - first < WINDOW_CHARS:
                enough_at = min(enough_at, first + SNIPPET_CHARS)
    return found


def _asked(word: str, exact: set[str], beginnings: tuple[str, ...]) -> str | None:
    """What of the query `word` answers, if anything."""
    beginning = next((b for b in beginnings if word.startswith(b)), None)
    return beginning or (word if word in exact else None)


def _window(text: str, matches: list[_Match]) -> tuple[int, int]:
    """Where the most different words of the query stand together, earliest first, cut between words."""
    if not matches:
        return 0, _end_of_word(text, SNIPPET_CHARS)
    starts = [match.start for match in matches]

    def worth(at: int) -> tuple[int, int]:
        inside = matches[at : bisect_left(starts, starts[at] + WINDOW_CHARS)]
        return len({match.word for match in inside}), -at

    first = matches[max(range(len(matches)), key=worth)]
    start = _start_of_word(text, max(0, first.start - CONTEXT_CHARS), before=first.start)
    return start, _end_of_word(text, max(start + SNIPPET_CHARS, first.end))


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


def _merged(matches: list[_Match]) -> Iterator[_Match]:
    """Matches without overlap: the pairs of a Chinese word are one."""
    pending: _Match | None = None
    for match in matches:
        if pending and match.start < pending.end:
            pending = pending._replace(end=max(pending.end, match.end))
            continue
        if pending:
            yield pending
        pending = match
    if pending:
        yield pending
