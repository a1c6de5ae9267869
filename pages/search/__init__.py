"""How pages are found: one interface, an adapter a database."""

from pages.search.finding import Hit, Hits, forget, index, search, suggest
from pages.search.query import Query, QueryRefused, parse

__all__ = ["Hit", "Hits", "Query", "QueryRefused", "forget", "index", "parse", "search", "suggest"]
