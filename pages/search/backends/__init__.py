"""What a database must be able to do to find pages, and which adapter does it for the one in use."""

from typing import Protocol

from django.db import connection

from pages.search.backends import postgres, sqlite
from pages.search.query import Query

Titled = tuple[int, str]


class Adapter(Protocol):
    """An index over the words of `pages.search.tokens`. It answers with ids of pages that are not deleted."""

    def index(self, page_id: int, *, title: str, body: str) -> None:
        """Put a page into the index, or replace what is there."""

    def forget(self, page_id: int) -> None:
        """Take a page out of the index; fine if it is not there."""

    def found(self, query: Query, *, limit: int, offset: int) -> list[int]:
        """Pages with all terms: those with all in the title, shortest first, then the others by rank."""

    def titles_beginning(self, query: Query, *, limit: int) -> list[Titled]:
        """The shortest titles with all terms, as (page id, title)."""

    def titles_like(self, trigrams: set[str], *, limit: int) -> list[Titled]:
        """Titles that share the most, or the rarest, of these trigrams, as (page id, title)."""


_ADAPTERS: dict[str, Adapter] = {"sqlite": sqlite.Adapter(), "postgresql": postgres.Adapter()}


def adapter() -> Adapter:
    return _ADAPTERS[connection.vendor]
