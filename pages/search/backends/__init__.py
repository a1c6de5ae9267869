"""What a database must be able to do to find pages, and which adapter does it for the one in use."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from django.db import connection

from pages.search.backends import postgres, sqlite
from pages.search.backends.sought import Found, Index, Sought, Titled
from pages.search.entry import Entry
from pages.search.query import Query


class Adapter(Protocol):
    """An index over the words of `pages.search.tokens` and `pages.search.stems`, nothing that was typed."""

    def prepare(self, connection: Any) -> None:
        """Make a new connection ready for searches."""

    def index(self, page_id: int, entry: Entry) -> None:
        """Put a page into the index, or replace what is there."""

    def forget(self, page_id: int) -> None:
        """Take a page out of the index; fine if it is not there."""

    def put(self, index: Index, rows: Iterable[tuple[int, list[str]]]) -> None:
        """Put the words of things that are no pages into their index, or replace what is there."""

    def take(self, index: Index, ids: Sequence[int]) -> None:
        """Take things that are no pages out of their index; fine for those that are not there."""

    def found(self, sought: Sought, *, limit: int, offset: int) -> Found:
        """What has all terms: all in the title first, shortest first, then in headings, then by rank."""

    def titles_beginning(self, query: Query, *, limit: int) -> list[Titled]:
        """The shortest titles with all terms, as (page id, title)."""

    def titles_spelled(self, groups: Sequence[tuple[str, ...]], *, limit: int) -> list[Titled]:
        """Titles that have all spellings of one of the groups, as (page id, title)."""

    def contents(self, index: Index) -> list[tuple[object, ...]]:
        """All that an index holds, to be compared with one that was built again."""


_ADAPTERS: dict[str, Adapter] = {"sqlite": sqlite.Adapter(), "postgresql": postgres.Adapter()}


def adapter() -> Adapter:
    return _ADAPTERS[connection.vendor]


def prepare_connection(sender: Any, connection: Any, **kwargs: Any) -> None:
    """A receiver of `connection_created`."""
    _ADAPTERS[connection.vendor].prepare(connection)
