"""Merge the changes that two people made to different words of one line."""

from collections.abc import Iterator

from pages.text.alignment import Budget, Change, changes
from pages.text.merge_regions import Region, Versions, agreed, regions
from pages.text.words import split_words

_MAX_STEPS = 20_000


def merge_words(base: str, mine: str, theirs: str, chars: Budget) -> str | None:
    """Return the merged text; None where both changed one word or neighboring words, or `chars` is spent."""
    if not chars.spend(len(base) + len(mine) + len(theirs)):
        return None
    whole = Versions(*(list(_words(text)) for text in (base, mine, theirs)))
    pieces: list[str] = []
    at = 0
    for region in _regions(whole):
        kept = agreed(region, region.cut(whole))
        if kept is None:
            return None
        pieces += [*whole.base[at : region.start], *kept]
        at = region.end
    return "".join([*pieces, *whole.base[at:]])


def _regions(whole: Versions) -> Iterator[Region]:
    def is_next_word(region: Region, change: Change) -> bool:
        return not "".join(whole.base[region.end : change.old_start]).strip()

    mine, theirs = (changes(whole.base, side, max_steps=_MAX_STEPS) for side in whole[1:])
    return regions(mine, theirs, is_next_word)


def _words(text: str) -> Iterator[str]:
    """Yield words with the signs that stick to them: of "3.12", two people cannot each change a half.

    Two letters are apart only in scripts written without spaces, where each of them is a word.
    """
    whole = ""
    for word in split_words(text):
        if whole and _is_apart(whole[-1], word[0]):
            yield whole
            whole = ""
        whole += word
    if whole:
        yield whole


def _is_apart(last: str, first: str) -> bool:
    return last.isspace() or first.isspace() or (last.isalnum() and first.isalnum())
