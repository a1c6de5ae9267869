"""How pages are found: one interface, an adapter a database."""

from pages.search.finding import Hit, Hits, search
from pages.search.indexing import forget, index, index_stale
from pages.search.query import Query, QueryRefused, parse
from pages.search.sources import Remarks, find_remarks
from pages.search.suggesting import correct, suggest

__all__ = [
    "Hit",
    "Hits",
    "Query",
    "QueryRefused",
    "Remarks",
    "correct",
    "find_remarks",
    "forget",
    "index",
    "index_stale",
    "parse",
    "search",
    "suggest",
]
