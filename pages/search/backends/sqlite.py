"""The search index in SQLite: two FTS5 tables that are given folded words, from migration 0002."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from pages.search.query import Query, Term
from pages.search.tokens import trigrams, words

# Ranks the newest pages only: the commonest word costs the same in a large wiki as in a small one.
CANDIDATES = 2000

# A title hit comes before any other: bm25 is above -1,000.
_FOUND = """
SELECT hit.id FROM (
    SELECT * FROM (
        SELECT rowid AS id, length(words) - 1000000.0 AS score FROM pages_search_titles
        WHERE pages_search_titles MATCH %s ORDER BY rowid DESC LIMIT %s)
    UNION ALL
    SELECT * FROM (
        SELECT rowid AS id, bm25(pages_search, 8.0, 1.0) AS score FROM pages_search
        WHERE pages_search MATCH %s ORDER BY rowid DESC LIMIT %s)
) AS hit JOIN pages_page AS page ON page.id = hit.id AND page.deleted_at IS NULL
GROUP BY hit.id ORDER BY min(hit.score), hit.id DESC LIMIT %s OFFSET %s
"""
_TITLES_BEGINNING = """
SELECT page.id, page.title FROM (
    SELECT rowid AS id FROM pages_search_titles
    WHERE pages_search_titles MATCH %s ORDER BY rowid DESC LIMIT %s
) AS hit JOIN pages_page AS page ON page.id = hit.id AND page.deleted_at IS NULL
ORDER BY length(page.title), page.id LIMIT %s
"""
_TITLES_LIKE = """
SELECT page.id, page.title FROM (
    SELECT rowid AS id, rank FROM pages_search_titles
    WHERE pages_search_titles MATCH %s ORDER BY rank LIMIT %s
) AS hit JOIN pages_page AS page ON page.id = hit.id AND page.deleted_at IS NULL
ORDER BY hit.rank
"""


class Adapter:
    def index(self, page_id: int, *, title: str, body: str) -> None:
        title_words = words(title)
        # The savepoint makes FTS5 write what it holds: without it SQLite 3.40 corrupts its index when one
        # transaction deletes a row, searches for a beginning, and inserts the row again.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT OR REPLACE INTO pages_search (rowid, title, body) VALUES (%s, %s, %s)",
                [page_id, " ".join(title_words), " ".join(words(body))],
            )
            cursor.execute(
                "INSERT OR REPLACE INTO pages_search_titles (rowid, words, trigrams) VALUES (%s, %s, %s)",
                [page_id, " ".join(title_words), " ".join(sorted(trigrams(title)))],
            )

    def forget(self, page_id: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM pages_search WHERE rowid = %s", [page_id])
            cursor.execute("DELETE FROM pages_search_titles WHERE rowid = %s", [page_id])

    def found(self, query: Query, *, limit: int, offset: int) -> list[int]:
        everywhere = _all_of(query.terms)
        in_title = f"words : ({everywhere})"
        rows = _rows(_FOUND, [in_title, CANDIDATES, everywhere, CANDIDATES, limit, offset])
        return [page_id for (page_id,) in rows]

    def titles_beginning(self, query: Query, *, limit: int) -> list[tuple[int, str]]:
        return _rows(_TITLES_BEGINNING, [f"words : ({_all_of(query.terms)})", CANDIDATES, limit])

    def titles_like(self, trigrams: set[str], *, limit: int) -> list[tuple[int, str]]:
        any_of = " OR ".join(map(_quoted, sorted(trigrams)))
        return _rows(_TITLES_LIKE, [f"trigrams : ({any_of})", limit])


def _all_of(terms: Iterable[Term]) -> str:
    """An FTS5 expression of quoted strings only (https://sqlite.org/fts5.html#full_text_query_syntax)."""
    return " AND ".join(_quoted(" ".join(term.words)) + (" *" if term.is_prefix else "") for term in terms)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _rows(sql: str, parameters: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
