"""Show which words of a changed line differ."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pages.text.alignment import Change, changes
from pages.text.words import split_words

# A longer stretch is a machine's line; a person sees nothing in a thousand colored words of it.
MAX_COMPARED_CHARS = 20_000
_MAX_WORD_STEPS = 20_000
_MAX_WORD_CHARS = 200
# Below this share of common text, colored words are confetti: the line was rewritten.
_MIN_KEPT_SHARE = 0.25


class Span(NamedTuple):
    """A stretch of a line; a note is not text of the line but says what could not be seen in it."""

    text: str
    is_changed: bool
    is_note: bool = False


Spans = tuple[Span, ...]


def whole(text: str, *, is_changed: bool) -> Spans:
    """Return the line as one span, or as none if it is empty."""
    return (Span(text, is_changed),) if text else ()


def compare(old: str, new: str) -> tuple[Spans, Spans]:
    """Return the spans of two versions of a line, cut at words; their texts together are `old` and `new`."""
    if old == new:
        return whole(old, is_changed=False), whole(new, is_changed=False)
    start, end = _common_ends(old, new) if max(len(old), len(new)) > MAX_COMPARED_CHARS else (0, 0)
    old_words = _words(old[start : len(old) - end])
    new_words = _words(new[start : len(new) - end])
    found = _without_blank_islands(changes(old_words, new_words, max_steps=_MAX_WORD_STEPS), old_words)
    if _kept_share(old, new, found, old_words) < _MIN_KEPT_SHARE:
        return whole(old, is_changed=True), whole(new, is_changed=True)
    head, tail = old[:start], old[len(old) - end :]
    return (
        _spans(head, old_words, [(change.old_start, change.old_end) for change in found], tail),
        _spans(head, new_words, [(change.new_start, change.new_end) for change in found], tail),
    )


def _words(text: str) -> list[str]:
    return split_words(text) if len(text) <= MAX_COMPARED_CHARS else [text]


def _spans(head: str, words: Sequence[str], changed: list[tuple[int, int]], tail: str) -> Spans:
    spans = [Span(head, False)]
    at = 0
    for start, stop in changed:
        spans += [Span("".join(words[at:start]), False), Span("".join(words[start:stop]), True)]
        at = stop
    spans.append(Span("".join(words[at:]) + tail, False))
    return tuple(_joined(span for span in spans if span.text))


def _joined(spans: Iterator[Span]) -> Iterator[Span]:
    last: Span | None = None
    for span in spans:
        if last and last.is_changed == span.is_changed:
            last = Span(last.text + span.text, span.is_changed)
            continue
        if last:
            yield last
        last = span
    if last:
        yield last


def _without_blank_islands(found: list[Change], old_words: Sequence[str]) -> list[Change]:
    """Join changes with only white space between them: three changed words read as one changed phrase."""
    joined: list[Change] = []
    for change in found:
        if joined and "".join(old_words[joined[-1].old_end : change.old_start]).isspace():
            last = joined.pop()
            change = Change(last.old_start, change.old_end, last.new_start, change.new_end)
        joined.append(change)
    return joined


def _kept_share(old: str, new: str, found: list[Change], old_words: Sequence[str]) -> float:
    changed = sum(len(word) for change in found for word in old_words[change.old_start : change.old_end])
    return 2 * (len(old) - changed) / (len(old) + len(new))


def _common_ends(old: str, new: str) -> tuple[int, int]:
    """Return how many letters at the start and at the end are equal, without the words that they may cut."""
    start = _common_length(old, new)
    if start:
        start -= len(split_words(old[max(0, start - _MAX_WORD_CHARS) : start])[-1])
    old_rest, new_rest = old[start:], new[start:]
    end = _common_length(old_rest[::-1], new_rest[::-1])
    if end:
        tail = old_rest[len(old_rest) - end :]
        end -= len(split_words(tail[:_MAX_WORD_CHARS])[0])
    return start, end


def _common_length(old: str, new: str) -> int:
    """Return the length of the common start, by halving: slices compare at the speed of memory."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
