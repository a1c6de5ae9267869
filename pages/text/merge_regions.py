"""Find where only one side changed a base, and where both did."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from pages.text.alignment import Change


class Versions(NamedTuple):
    """The same stretch three times, in lines or in words: before, as one person left it, as the other did."""

    base: Sequence[str]
    mine: Sequence[str]
    theirs: Sequence[str]


class Region(NamedTuple):
    """Items `start` up to `end` of the base, with the changes of each side that lie in them."""

    start: int
    end: int
    mine: tuple[Change, ...] = ()
    theirs: tuple[Change, ...] = ()

    def cut(self, whole: Versions) -> Versions:
        """Return the stretch of this region out of the three whole sequences."""
        return Versions(
            whole.base[self.start : self.end],
            self._edited(whole.base, whole.mine, self.mine),
            self._edited(whole.base, whole.theirs, self.theirs),
        )

    def _edited(self, base: Sequence[str], new: Sequence[str], changes: Iterable[Change]) -> list[str]:
        items: list[str] = []
        at = self.start
        for change in changes:
            items += base[at : change.old_start]
            items += new[change.new_start : change.new_end]
            at = change.old_end
        return items + list(base[at : self.end])


# Tells whether a change belongs to the region before it.
Joins = Callable[[Region, Change], bool]


def overlap(region: Region, change: Change) -> bool:
    """Tell whether both touch one item of the base, or both add at one place; neighbors do not overlap."""
    return change.old_start < region.end or change[:2] == region[:2]


def regions(mine: Iterable[Change], theirs: Iterable[Change], joins: Joins = overlap) -> Iterator[Region]:
    """Yield, in order, the regions that the changes of both sides form."""
    region: Region | None = None
    # By their place in the base alone: an addition stands before a change of the item that follows it.
    in_order = sorted(
        [*((change, True) for change in mine), *((change, False) for change in theirs)],
        key=lambda found: found[0][:2],
    )
    for change, is_mine in in_order:
        alone = Region(*change[:2], (change,) if is_mine else (), () if is_mine else (change,))
        if region and joins(region, change):
            region = united(region, alone)
            continue
        if region:
            yield region
        region = alone
    if region:
        yield region


def united(first: Region, second: Region) -> Region:
    """Return one region for two that overlap or touch."""
    return Region(
        first.start, max(first.end, second.end), first.mine + second.mine, first.theirs + second.theirs
    )


def agreed(region: Region, sides: Versions) -> Sequence[str] | None:
    """Return what stands in the region if one side left it alone or both are equal; else None."""
    if not region.theirs or sides.mine == sides.theirs:
        return sides.mine
    return None if region.mine else sides.theirs
