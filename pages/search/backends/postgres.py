"""The search index in PostgreSQL: vectors of folded words and stems beside each search document.

They are written as literals, not by `to_tsvector`, whose parser would cut the words again by its own rules.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

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

# What a tsvector can hold (https://www.postgresql.org/docs/current/textsearch-limitations.html).
MAX_VECTOR_BYTES = 1_000_000
MAX_POSITION = 16_383
MAX_POSITIONS_A_WORD = 255
BYTES_A_WORD, BYTES_A_POSITION = 4, 2

# The `+ 0` keeps the planner from walking down the primary key, opening every vector on the way: it does not
# know what `@@` costs without an index.
# For a common word the planner would rather read the whole table, all vectors included. Both statements go to
# the server as one, which makes them one transaction: the setting ends with it.
BY_INDEX = "SET LOCAL enable_seqscan = off; "

_IN_TITLE = """
(SELECT page_id AS id, 0 AS tier, length(title) AS length, NULL::real AS worth FROM pages_searchdocument
 WHERE title_words @@ %s::tsquery {without} ORDER BY page_id + 0 DESC LIMIT %s)
"""
_IN_HEADINGS = """
(SELECT page_id AS id, 1 AS tier, NULL::integer AS length, NULL::real AS worth FROM pages_searchdocument
 WHERE heading_words @@ %s::tsquery {without} ORDER BY page_id + 0 DESC LIMIT %s)
"""
_WITHOUT = "AND NOT words @@ %s::tsquery"
_ANYWHERE = """
(SELECT id, 2 AS tier, NULL::integer AS length,
        CASE WHEN age <= %s THEN -ts_rank(words, %s::tsquery, 1) END AS worth FROM (
    SELECT {key} AS id, {words} AS words, row_number() OVER (ORDER BY {key} + 0 DESC) AS age
    FROM {table} WHERE {words} @@ %s::tsquery ORDER BY {key} + 0 DESC LIMIT %s) AS newest)
"""
_TITLES = """
SELECT page.id, page.title FROM (
    SELECT page_id AS id FROM pages_searchdocument WHERE {condition} ORDER BY page_id + 0 DESC LIMIT %s
) AS hit JOIN pages_page AS page ON page.id = hit.id AND page.deleted_at IS NULL
ORDER BY length(page.title), page.id LIMIT %s
"""
_INDEX = """
UPDATE pages_searchdocument SET title_words = %s::tsvector, heading_words = %s::tsvector,
    words = %s::tsvector, title_spellings = %s::text[] WHERE page_id = %s
"""
_FORGET = """
UPDATE pages_searchdocument SET title_words = NULL, heading_words = NULL, words = NULL, title_spellings = NULL
WHERE page_id = %s
"""


class Adapter:
    def prepare(self, connection: Any) -> None:
        """It compiles what it takes for a costly query, which takes 140 ms here and saves nothing."""
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")

    def index(self, page_id: int, entry: Entry) -> None:
        title, headings, facts = (entry.title, "A"), (entry.headings, "B"), (entry.facts, "C")
        vectors = [
            _vector([title, facts]),
            _vector([title, headings, facts]),
            _vector([title, facts, (entry.body, "D")]),
        ]
        with connection.cursor() as cursor:
            cursor.execute(_INDEX, [*vectors, entry.spellings, page_id])

    def forget(self, page_id: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_FORGET, [page_id])

    def put(self, index: Index, rows: Iterable[tuple[int, list[str]]]) -> None:
        sql = f"UPDATE {index.table} SET {index.column} = %s::tsvector WHERE {index.key} = %s"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.executemany(sql, [(_vector([(words, "D")]), number) for number, words in rows])

    def take(self, index: Index, ids: Sequence[int]) -> None:
        sql = f"UPDATE {index.table} SET {index.column} = NULL WHERE {index.key} = ANY(%s)"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(sql, [list(ids)])

    def found(self, sought: Sought, *, limit: int, offset: int) -> Found:
        query, index, most = sought.query, sought.index, sought.candidates
        # Ranked as if any word would do: ts_rank takes 1 ms a page for forty words that all must be there.
        ranked_by = " | ".join(_any_form(term) for term in query.terms)
        tiers = [_ANYWHERE.format(table=index.table, key=index.key, words=index.column)]
        parameters: list[Any] = [RANKED, ranked_by, _all_of(query), most]
        if index == PAGES:
            excluded = [" | ".join(map(_any_form, query.excluded))] if query.excluded else []
            without = _WITHOUT if excluded else ""
            tiers += [tier.format(without=without) for tier in (_IN_TITLE, _IN_HEADINGS)]
            parameters += [_all_wanted(query), *excluded, most] * 2
        sql = " UNION ALL ".join(tiers)
        return find(sought, sql, parameters, limit=limit, offset=offset, before=BY_INDEX)

    def titles_beginning(self, query: Query, *, limit: int) -> list[Titled]:
        sql = _TITLES.format(condition="title_words @@ %s::tsquery")
        return rows_of(BY_INDEX + sql, [_all_wanted(query), CANDIDATES, limit], skip=True)

    def titles_spelled(self, groups: Sequence[tuple[str, ...]], *, limit: int) -> list[Titled]:
        # One condition for single pieces: with twenty the planner takes longer than the search.
        if all(len(group) == 1 for group in groups):
            pieces = [piece for group in groups for piece in group]
            return rows_of(_TITLES.format(condition="title_spellings && %s::text[]"), [pieces, limit, limit])
        condition = " OR ".join(["title_spellings @> %s::text[]"] * len(groups))
        return rows_of(_TITLES.format(condition=condition), [*map(list, groups), limit, limit])

    def contents(self, index: Index) -> list[Any]:
        of_titles = ", title_words, heading_words, title_spellings" if index == PAGES else ""
        return rows_of(
            f"SELECT {index.key}, {index.column}{of_titles} FROM {index.table}"  # noqa: S608
            f" WHERE {index.column} IS NOT NULL ORDER BY {index.key}",
            [],
        )


def _vector(parts: Iterable[tuple[list[str], str]]) -> str:
    """A tsvector literal: each word with its weighted places. What a vector cannot hold is left out."""
    places: dict[str, list[str]] = {}
    room, before = MAX_VECTOR_BYTES, 0
    for part, weight in parts:
        for position, word in enumerate(part, start=before + 1):
            found = places.setdefault(word, [])
            room -= BYTES_A_POSITION + (0 if found else len(word.encode()) + BYTES_A_WORD)
            has_place = not found or (position <= MAX_POSITION and len(found) < MAX_POSITIONS_A_WORD)
            if room > 0 and has_place:
                found.append(f"{min(position, MAX_POSITION)}{weight}")
        before += len(part) + 1  # no phrase reaches from the title into the text
    return " ".join(f"{_quoted(word)}:{','.join(found)}" for word, found in places.items() if found)


def _all_of(query: Query) -> str:
    """A tsquery literal of quoted lexemes only."""
    return " & ".join([_all_wanted(query), *(f"!{_any_form(term)}" for term in query.excluded)])


def _all_wanted(query: Query) -> str:
    return " & ".join(map(_any_form, query.terms))


def _any_form(term: Term) -> str:
    phrase = " <-> ".join(map(_quoted, term.words)) + (":*" if term.is_prefix else "")
    stems = [] if term.is_prefix else map(_quoted, term.stems)
    return f"({' | '.join([phrase, *stems])})"


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
