"""How pages are found: one interface, an adapter a database."""

from pages.search.finding import Hit, Hits, search
from pages.search.indexing import forget, index, index_stale
from pages.search.query import Query, QueryRefused, parse
from pages.search.suggesting import suggest

__all__ = [
    "Hit",
    "Hits",
    "Query",
    "QueryRefused",
    "forget",
    "index",
    "index_stale",
    "parse",
    "search",
    "suggest",
]
