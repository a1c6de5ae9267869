"""Merge line by line two texts that grew out of one."""

from collections.abc import Iterator

from pages.text.alignment import changes
from pages.text.lines import split_lines
from pages.text.merge_clashes import Clash, Effort, Piece, settle
from pages.text.merge_joins import is_open, opened, terminated, usual_ending
from pages.text.merge_regions import Versions, regions


def merge_lines(base: str, mine: str, theirs: str, *, effort: Effort) -> list[Piece]:
    """Return the merged document in order.

    This is diff3 (Khanna, Kunal, Pierce, "A Formal Investigation of Diff3", 2007), except that changes of
    neighboring lines do not clash.
    """
    # Sorted, or a conflict could depend on whose text is called mine.
    ending = usual_ending((base, *sorted((mine, theirs))))
    # With an ending of its own, a last line is one like the others: two people can both add below it.
    whole = Versions(*(split_lines(terminated(text, ending)) for text in (base, mine, theirs)))
    pieces = list(filter(any, _pieces(whole, effort)))
    if pieces:
        pieces[-1] = _with_true_end(pieces[-1], Clash(base, mine, theirs))
    return pieces


def _pieces(whole: Versions, effort: Effort) -> Iterator[Piece]:
    at = 0
    for region in regions(changes(whole.base, whole.mine), changes(whole.base, whole.theirs)):
        yield "".join(whole.base[at : region.start])
        yield from settle(region, whole, effort)
        at = region.end
    yield "".join(whole.base[at:])


def _with_true_end(last: Piece, texts: Clash) -> Piece:
    """Take the ending of the last line away again where the text had none."""
    if isinstance(last, Clash):
        sides = zip(last, texts, strict=True)
        return Clash(*(opened(side) if side and is_open(text) else side for side, text in sides))
    base = is_open(texts.base) or not texts.base
    mine, theirs = (is_open(text) if text else base for text in (texts.mine, texts.theirs))
    return opened(last) if (theirs if mine == base else mine) else last
