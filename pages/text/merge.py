"""Merge two edits that were made from one text, so that neither loses a word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pages.text import front_matter
from pages.text.front_matter import FrontMatterRefused
from pages.text.merge_clashes import Effort, Piece
from pages.text.merge_front_matter import merge_front_matter
from pages.text.merge_joins import join
from pages.text.merge_lines import merge_lines


class ChoiceMissing(LookupError):
    """A merge was resolved without a text for one of its conflicts."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A stretch of the document that nobody has to decide about."""

    text: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Whole lines of which each side made something else; an empty text if it deleted them."""

    index: int
    base: str
    mine: str
    theirs: str

    @property
    def both(self) -> str:
        """The two texts one after the other, the one that was saved first before the other."""
        return join([self.theirs, self.mine])


@dataclass(frozen=True, slots=True)
class Merge:
    """The document in order: merged stretches, and conflicts numbered from 0."""

    parts: tuple[Merged | Conflict, ...]

    @property
    def text(self) -> str | None:
        """The merged text; None if there is a conflict."""
        return None if self.conflicts else self.resolve({})

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        return tuple(part for part in self.parts if isinstance(part, Conflict))

    def resolve(self, choices: Mapping[int, str]) -> str:
        """Return the text with `choices[conflict.index]` in the place of each conflict.

        A chosen text without a line ending gets one if lines follow. Raises ChoiceMissing.
        """
        for conflict in self.conflicts:
            if conflict.index not in choices:
                raise ChoiceMissing(f"Nothing was chosen for conflict {conflict.index + 1}.")
        return join(part.text if isinstance(part, Merged) else choices[part.index] for part in self.parts)


def merge(base: str, mine: str, theirs: str) -> Merge:
    """Return `base` with the changes of both: `theirs`, which was saved first, and `mine`.

    Changes of different lines, of different words of a line and of different keys of the front matter fit.
    The work is bounded: what could not be told apart within it is a conflict.
    """
    pieces = _merge_in_two(base, mine, theirs)
    if pieces is None:
        pieces = merge_lines(base, mine, theirs, effort=Effort())
    return Merge(tuple(_parts(pieces)))


def _merge_in_two(base: str, mine: str, theirs: str) -> list[Piece] | None:
    """Merge front matter and text each on its own; None if that cannot be done."""
    try:
        cut = [front_matter.read(text) for text in (base, mine, theirs)]
    except FrontMatterRefused:
        return None
    block = merge_front_matter(*(source.raw for source in cut))
    return None if block is None else block + merge_lines(*(source.body for source in cut), effort=Effort())


def _parts(pieces: list[Piece]) -> Iterator[Merged | Conflict]:
    """Yield the pieces as parts: no empty ones, no two merged ones in a row."""
    merged: list[str] = []
    index = 0
    for piece in filter(any, pieces):
        if isinstance(piece, str):
            merged.append(piece)
            continue
        if merged:
            yield Merged(join(merged))
            merged = []
        yield Conflict(index, *piece)
        index += 1
    if merged:
        yield Merged(join(merged))
