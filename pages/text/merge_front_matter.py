"""Merge two versions of a page's front matter key by key, each key with its lines byte for byte."""

from itertools import accumulate
from typing import NamedTuple

import yaml

from pages.text import front_matter
from pages.text.alignment import Budget
from pages.text.facts_yaml import FactsLoader, YamlFault
from pages.text.front_matter import FrontMatterRefused
from pages.text.lines import split_lines
from pages.text.merge_clashes import Clash, Effort, Piece
from pages.text.merge_lines import merge_lines


class _Block(NamedTuple):
    """A block cut at its keys: a key's entry is its lines and the comments above them."""

    opening: str
    entries: dict[str, str]
    closing: str


def merge_front_matter(base: str, mine: str, theirs: str) -> list[Piece] | None:
    """Return the merged block; None if it must be merged as lines, with the text below it.

    The arguments are the blocks with their fences, empty for a text without one.
    """
    if mine == theirs or base == theirs:
        return [mine]
    if base == mine:
        return [theirs]
    if not mine or not theirs:
        return None
    clash = Clash(base, mine, theirs)
    pieces = _merge_keys(clash)
    if pieces is None:
        pieces = merge_lines(*clash, effort=Effort()) if base else [clash]
    return pieces if _can_be_read(pieces, clash) else [clash]


def _merge_keys(texts: Clash) -> list[Piece] | None:
    blocks = [_read(text) if text else _Block("", {}, "") for text in texts]
    base, mine, theirs = blocks
    if base is None or mine is None or theirs is None:
        return None
    keys = _order(list(base.entries), list(mine.entries), list(theirs.entries))
    if keys is None:
        return None
    pieces: list[Piece] = [_fence(base.opening, mine.opening, theirs.opening)]
    for key in keys:
        pieces += _merge_entry(*(block.entries.get(key, "") for block in (base, mine, theirs)))
    return [*pieces, _fence(base.closing, mine.closing, theirs.closing)]


def _merge_entry(base: str, mine: str, theirs: str) -> list[Piece]:
    if mine == theirs or base == theirs:
        return [mine]
    if base == mine:
        return [theirs]
    if not (base and mine and theirs):
        return [Clash(base, mine, theirs)]
    # A value is one thing: of "16 April 2010", two people cannot each change a word.
    return merge_lines(base, mine, theirs, effort=Effort(chars=Budget(0)))


def _fence(base: str, mine: str, theirs: str) -> str:
    return mine if base == theirs else theirs


def _order(base: list[str], mine: list[str], theirs: list[str]) -> list[str] | None:
    """Return the keys of all three, new ones behind the key they were put behind; None if keys were moved."""
    for side in (mine, theirs):
        kept = set(side).intersection(base)
        if [key for key in base if key in kept] != [key for key in side if key in kept]:
            return None
    order = list(base)
    # Theirs come last, so they stand before mine where both were put behind one key.
    for side in (mine, theirs):
        place = 0
        for key in side:
            if key not in order:
                order.insert(place, key)
            place = order.index(key) + 1
    return order


def _read(text: str) -> _Block | None:
    """Return the block cut at its keys; None if its keys do not stand at the start of lines, each once."""
    opening, *lines, closing = split_lines(text)
    try:
        root = yaml.compose("".join(lines), Loader=FactsLoader)
    except (yaml.YAMLError, YamlFault):
        return None
    keys = [key for key, _ in root.value] if isinstance(root, yaml.MappingNode) else []
    line_at = {place: number for number, place in enumerate(accumulate(map(len, lines), initial=0))}
    # PyYAML counts lines otherwise, it also cuts at U+2028: only its count of letters can be used.
    places = [line_at.get(key.start_mark.index) for key in keys]
    names = {key.value for key in keys if isinstance(key, yaml.ScalarNode)}
    if not keys or None in places or len(names) < len(keys):
        return None
    starts = [_first_comment(lines, place) for place in places if place is not None]
    stops = [*starts[1:], len(lines)]
    starts[0] = 0
    entries = ("".join(lines[start:stop]) for start, stop in zip(starts, stops, strict=True))
    return _Block(opening, {key.value: entry for key, entry in zip(keys, entries, strict=True)}, closing)


def _first_comment(lines: list[str], at: int) -> int:
    """Return where the comments and empty lines above line `at` begin."""
    while at and (lines[at - 1].startswith("#") or not lines[at - 1].strip()):
        at -= 1
    return at


def _can_be_read(pieces: list[Piece], sides: Clash) -> bool:
    """Tell whether merged pieces make a block that is no worse than the two it was made of."""
    if any(isinstance(piece, Clash) for piece in pieces):
        return True
    return _faults("".join(map(str, pieces))) <= max(_faults(sides.mine), _faults(sides.theirs))


def _faults(text: str) -> int:
    try:
        return len(front_matter.read(text).warnings)
    except FrontMatterRefused:
        return len(text)
