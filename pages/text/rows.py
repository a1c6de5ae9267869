"""Lay a difference out for the screen: numbered lines, side by side, with the words that changed."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pages.text.alignment import Budget, Change, changes
from pages.text.lines import split_ending, split_lines
from pages.text.pairing import pair_lines
from pages.text.spans import MAX_COMPARED_CHARS, Span, Spans, compare, whole

MAX_ROWS = 5_000
# Together about 50 ms; beyond them lines are paired by their order and colored whole.
_MAX_JUDGED_PAIRS = 10_000
_MAX_CHARS = 60_000
_ENDINGS = {"\n": "LF", "\r\n": "CR LF", "\r": "CR"}


class Gap(NamedTuple):
    """Stands for `lines` unchanged lines; if `is_cut`, for the rest of a difference too long to show."""

    lines: int
    is_cut: bool = False


class Row(NamedTuple):
    """A line of the old and one of the new text side by side, numbered from 1; None and () if there is none.

    Spans hold a line without its terminator. Where terminators differ, a last span with `is_note` says how.
    """

    old_number: int | None
    old: Spans
    new_number: int | None
    new: Spans
    is_changed: bool


def rows(old: str, new: str, *, context: int = 3) -> list[Row | Gap]:
    """Return the changed lines with `context` unchanged ones around them; nothing if the texts are equal.

    At most MAX_ROWS rows, then one `Gap` with `is_cut` that counts the remaining lines of the longer side.
    """
    old_lines, new_lines = split_lines(old), split_lines(new)
    shown: list[Row | Gap] = []
    old_at = new_at = 0
    for row in _all_rows(old_lines, new_lines, context):
        if len(shown) == MAX_ROWS:
            left = max(len(old_lines) - old_at, len(new_lines) - new_at)
            return [*shown, Gap(left, is_cut=True)]
        shown.append(row)
        old_at += row.lines if isinstance(row, Gap) else row.old_number is not None
        new_at += row.lines if isinstance(row, Gap) else row.new_number is not None
    return shown


def _all_rows(old_lines: list[str], new_lines: list[str], context: int) -> Iterator[Row | Gap]:
    pairs, chars = Budget(_MAX_JUDGED_PAIRS), Budget(_MAX_CHARS)
    found = changes(old_lines, new_lines)
    old_at = new_at = 0
    for change in found:
        before = context if old_at or new_at else 0
        yield from _unchanged(old_lines[old_at : change.old_start], old_at, new_at, before, context)
        yield from _changed(old_lines, new_lines, change, pairs, chars)
        old_at, new_at = change.old_end, change.new_end
    if found:
        yield from _unchanged(old_lines[old_at:], old_at, new_at, context, 0)


def _unchanged(lines: Sequence[str], old_at: int, new_at: int, first: int, last: int) -> Iterator[Row | Gap]:
    """Yield the first and the last few of the lines between two changes, and a gap for those between them."""
    hidden = max(0, len(lines) - first - last)
    stop = first if hidden else len(lines)
    yield from _same(lines[:stop], old_at, new_at)
    if hidden:
        yield Gap(hidden)
    resumed = stop + hidden
    yield from _same(lines[resumed:], old_at + resumed, new_at + resumed)


def _same(lines: Sequence[str], old_at: int, new_at: int) -> Iterator[Row]:
    for offset, line in enumerate(lines, start=1):
        spans = whole(split_ending(line)[0], is_changed=False)
        yield Row(old_at + offset, spans, new_at + offset, spans, False)


def _changed(
    old_lines: list[str], new_lines: list[str], change: Change, pairs: Budget, chars: Budget
) -> Iterator[Row]:
    removed = old_lines[change.old_start : change.old_end]
    added = new_lines[change.new_start : change.new_end]
    for old, new in pair_lines(removed, added, pairs):
        old_line = None if old is None else removed[old]
        new_line = None if new is None else added[new]
        old_spans, new_spans = _spans(old_line, new_line, chars)
        yield Row(
            None if old is None else change.old_start + old + 1,
            old_spans,
            None if new is None else change.new_start + new + 1,
            new_spans,
            True,
        )


def _spans(old: str | None, new: str | None, chars: Budget) -> tuple[Spans, Spans]:
    if old is None or new is None:
        return _alone(old), _alone(new)
    (old_text, old_ending), (new_text, new_ending) = split_ending(old), split_ending(new)
    if chars.spend(min(len(old), MAX_COMPARED_CHARS) + min(len(new), MAX_COMPARED_CHARS)):
        old_spans, new_spans = compare(old_text, new_text)
    else:
        old_spans, new_spans = whole(old_text, is_changed=True), whole(new_text, is_changed=True)
    if old_ending != new_ending:
        old_spans, new_spans = (*old_spans, _note(old_ending)), (*new_spans, _note(new_ending))
    return old_spans, new_spans


def _alone(line: str | None) -> Spans:
    return () if line is None else whole(split_ending(line)[0], is_changed=True)


def _note(ending: str) -> Span:
    """Return a sign for what a reader cannot see: nothing else in the line may have changed."""
    text = f"(line ending {_ENDINGS[ending]})" if ending else "(no line ending)"
    return Span(text, True, is_note=True)
