"""What else can be found beside pages: the modules that SEARCH_SOURCES names, and what they answer with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Protocol

from django.conf import settings
from django.utils.safestring import SafeString

from pages.search.query import Query


@dataclass(frozen=True)
class Remark:
    """Something said about a page. `snippet_html` is escaped, with `<mark>` around what was asked for."""

    title: str
    url: str
    snippet_html: SafeString
    at: datetime
    name: str


@dataclass(frozen=True)
class Remarks:
    """One screen of remarks, best first; `total` counts them up to a bound, where `has_uncounted`."""

    remarks: tuple[Remark, ...] = ()
    next_cursor: str | None = None
    total: int = 0
    has_uncounted: bool = False


class Source(Protocol):
    """A module that finds what everybody may read and nothing else."""

    def find(
        self, query: Query, *, limit: int, after: str | None = None, by_time: bool = False
    ) -> Remarks: ...

    def index_again(self) -> int: ...


def find_remarks(query: Query, *, limit: int, after: str | None = None, by_time: bool = False) -> Remarks:
    """What the site's sources find; of more than one, the first that finds anything."""
    for source in _sources():
        if (found := source.find(query, limit=limit, after=after, by_time=by_time)).total:
            return found
    return Remarks()


def index_remarks_again() -> None:
    """Fill the indexes of all sources anew."""
    for source in _sources():
        source.index_again()


def _sources() -> Iterator[Source]:
    for name in settings.SEARCH_SOURCES:
        yield import_module(name)
