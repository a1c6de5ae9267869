"""The search index in SQLite: FTS5 tables that are given folded words and stems, from migration 0020."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction

from pages.search.backends.sought import (
    CANDIDATES,
    PAGES,
    RANKED,
    Found,
    Index,
    Sought,
    Titled,
    find,
    rows_of,
)
from pages.search.entry import Entry
from pages.search.query import Query, Term
from pages.search.worth import patterns_of, worth

# The savepoint makes FTS5 write what it holds: without it SQLite 3.40 corrupts its index when one transaction
# deletes a row, searches for a beginning, and inserts the row again.
written_at_once = transaction.atomic

_TIER = """
SELECT * FROM (SELECT rowid AS id, {tier} AS tier, {length} AS length, {worth} AS worth FROM {table}
WHERE {table} MATCH %s ORDER BY rowid DESC LIMIT %s)
"""
_IN_TITLE = _TIER.format(tier=0, length="length(words)", worth="NULL", table="pages_search_titles")
_IN_HEADINGS = _TIER.format(tier=1, length="NULL", worth="NULL", table="pages_search_titles")
# The tables of titles and headings do not know of a word that must not be anywhere on the page.
_WITHOUT = """
SELECT * FROM ({tier}) WHERE id IN (
    SELECT rowid FROM pages_search WHERE pages_search MATCH %s ORDER BY rowid DESC LIMIT %s)
"""
_TITLES = """
SELECT page.id, page.title FROM (
    SELECT rowid AS id FROM pages_search_titles
    WHERE pages_search_titles MATCH %s ORDER BY rowid DESC LIMIT %s
) AS hit JOIN pages_page AS page ON page.id = hit.id AND page.deleted_at IS NULL
ORDER BY length(page.title), page.id LIMIT %s
"""


class Adapter:
    def prepare(self, connection: Any) -> None:
        connection.connection.create_function("wiki_worth", 2, worth, deterministic=True)

    def index(self, page_id: int, entry: Entry) -> None:
        title, facts = " ".join(entry.title), " ".join(entry.facts)
        with written_at_once(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT OR REPLACE INTO pages_search (rowid, title, body, facts) VALUES (%s, %s, %s, %s)",
                [page_id, title, " ".join(entry.body), facts],
            )
            cursor.execute(
                "INSERT OR REPLACE INTO pages_search_titles (rowid, words, headings, facts, spellings)"
                " VALUES (%s, %s, %s, %s, %s)",
                [page_id, title, " ".join(entry.headings), facts, " ".join(entry.spellings)],
            )

    def forget(self, page_id: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM pages_search WHERE rowid = %s", [page_id])
            cursor.execute("DELETE FROM pages_search_titles WHERE rowid = %s", [page_id])

    def put(self, index: Index, rows: Iterable[tuple[int, list[str]]]) -> None:
        sql = f"INSERT OR REPLACE INTO {index.fts} (rowid, words) VALUES (%s, %s)"  # noqa: S608
        with written_at_once(), connection.cursor() as cursor:
            cursor.executemany(sql, [(number, " ".join(words)) for number, words in rows])

    def take(self, index: Index, ids: Sequence[int]) -> None:
        sql = f"DELETE FROM {index.fts} WHERE rowid = %s"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.executemany(sql, [(number,) for number in ids])

    def found(self, sought: Sought, *, limit: int, offset: int) -> Found:
        query, index, most = sought.query, sought.index, sought.candidates
        everywhere = _all_of(query)
        tiers = [
            _TIER.format(tier=2, length="NULL", worth=worth, table=index.fts)
            for worth in (f"wiki_worth({index.text}, %s)", "NULL")
        ]
        parameters: list[Any] = [patterns_of(query), everywhere, RANKED, everywhere, most]
        if index == PAGES:
            for tier, columns in ((_IN_TITLE, "words facts"), (_IN_HEADINGS, "words headings facts")):
                matching = [f"{{{columns}}} : ({_all_wanted(query)})", most]
                if query.excluded:
                    tier, matching = _WITHOUT.format(tier=tier), [*matching, everywhere, most]
                tiers.append(tier)
                parameters += matching
        return find(sought, " UNION ALL ".join(tiers), parameters, limit=limit, offset=offset)

    def titles_beginning(self, query: Query, *, limit: int) -> list[Titled]:
        return rows_of(_TITLES, [f"words : ({_all_wanted(query)})", CANDIDATES, limit])

    def titles_spelled(self, groups: Sequence[tuple[str, ...]], *, limit: int) -> list[Titled]:
        any_of = " OR ".join(f"({' AND '.join(map(_quoted, group))})" for group in groups)
        return rows_of(_TITLES, [f"spellings : ({any_of})", limit, limit])

    def contents(self, index: Index) -> list[Any]:
        tables = [index.fts, "pages_search_titles"] if index == PAGES else [index.fts]
        return [
            (table, *row)
            for table in tables
            for row in rows_of(f"SELECT rowid, * FROM {table} ORDER BY rowid", [])  # noqa: S608
        ]


def _all_of(query: Query) -> str:
    """An FTS5 expression of quoted strings only (https://sqlite.org/fts5.html#full_text_query_syntax)."""
    without = "".join(f" NOT {_any_form(term)}" for term in query.excluded)
    return f"({_all_wanted(query)}){without}"


def _all_wanted(query: Query) -> str:
    return " AND ".join(map(_any_form, query.terms))


def _any_form(term: Term) -> str:
    phrase = _quoted(" ".join(term.words)) + (" *" if term.is_prefix else "")
    stems = [] if term.is_prefix else map(_quoted, term.stems)
    return f"({' OR '.join([phrase, *stems])})"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
