"""What else can be found beside pages: the functions that SEARCH_SOURCES names, and what they answer with."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string
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
    """Finds what everybody may read and nothing else."""

    def __call__(
        self, query: Query, *, limit: int, after: str | None = None, by_time: bool = False
    ) -> Remarks: ...


def find_remarks(query: Query, *, limit: int, after: str | None = None, by_time: bool = False) -> Remarks:
    """What the site's sources find; of more than one, the first that finds anything."""
    for path in settings.SEARCH_SOURCES:
        source: Source = import_string(path)
        if (found := source(query, limit=limit, after=after, by_time=by_time)).total:
            return found
    return Remarks()
