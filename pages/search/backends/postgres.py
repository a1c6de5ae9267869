"""The search index in PostgreSQL: vectors of folded words beside each search document, from migration 0002.

They are written as literals, not by `to_tsvector`, whose parser would cut the words again by its own rules.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from pages.search.query import Query, Term
from pages.search.tokens import trigrams, words

# Ranking reads a page's whole vector, so it reads those of the newest pages only; older ones follow by age.
CANDIDATES, RANKED = 2000, 500
# What a tsvector can hold (https://www.postgresql.org/docs/current/textsearch-limitations.html).
MAX_VECTOR_BYTES = 1_000_000
MAX_POSITION = 16_383
MAX_POSITIONS_A_WORD = 255
BYTES_A_WORD, BYTES_A_POSITION = 4, 2

# A title hit comes before any other: ts_rank is below 1,000. The `+ 0` keeps the planner from walking down
# the primary key, opening every page's vector on the way: it does not know what `@@` costs without an index.
_FOUND = """
SELECT hit.id FROM (
    (SELECT page_id AS id, 1000000.0 - length(title) AS score FROM pages_searchdocument
     WHERE title_words @@ %s::tsquery ORDER BY page_id + 0 DESC LIMIT %s)
    UNION ALL
    (SELECT id, CASE WHEN age <= %s THEN ts_rank(words, %s::tsquery, 1) ELSE 0 END AS score FROM (
        SELECT page_id AS id, words, row_number() OVER (ORDER BY page_id + 0 DESC) AS age
        FROM pages_searchdocument WHERE words @@ %s::tsquery ORDER BY page_id + 0 DESC LIMIT %s) AS newest)
) AS hit JOIN pages_page AS page ON page.id = hit.id AND page.deleted_at IS NULL
GROUP BY hit.id ORDER BY max(hit.score) DESC, hit.id DESC LIMIT %s OFFSET %s
"""
_TITLES_BEGINNING = """
SELECT page.id, page.title FROM (
    SELECT page_id AS id FROM pages_searchdocument
    WHERE title_words @@ %s::tsquery ORDER BY page_id + 0 DESC LIMIT %s
) AS hit JOIN pages_page AS page ON page.id = hit.id AND page.deleted_at IS NULL
ORDER BY length(page.title), page.id LIMIT %s
"""
_TITLES_LIKE = """
SELECT page.id, page.title FROM (
    SELECT page_id AS id, cardinality(ARRAY(
        SELECT unnest(title_trigrams) INTERSECT SELECT unnest(%s::text[]))) AS shared
    FROM pages_searchdocument WHERE title_trigrams && %s::text[]
) AS hit JOIN pages_page AS page ON page.id = hit.id AND page.deleted_at IS NULL
ORDER BY hit.shared DESC, length(page.title), page.id LIMIT %s
"""
_INDEX = """
UPDATE pages_searchdocument SET title_words = %s::tsvector, words = %s::tsvector, title_trigrams = %s::text[]
WHERE page_id = %s
"""
_FORGET = """
UPDATE pages_searchdocument SET title_words = NULL, words = NULL, title_trigrams = NULL WHERE page_id = %s
"""


class Adapter:
    def index(self, page_id: int, *, title: str, body: str) -> None:
        title_words = words(title)
        in_title = _vector([(title_words, "A")])
        everywhere = _vector([(title_words, "A"), (words(body), "D")])
        with connection.cursor() as cursor:
            cursor.execute(_INDEX, [in_title, everywhere, sorted(trigrams(title)), page_id])

    def forget(self, page_id: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_FORGET, [page_id])

    def found(self, query: Query, *, limit: int, offset: int) -> list[int]:
        asked = _all_of(query.terms)
        # Ranked as if any word would do: ts_rank takes 1 ms a page for forty words that all must be there.
        by = " | ".join(map(_quoted, query.words))
        rows = _rows(_FOUND, [asked, CANDIDATES, RANKED, by, asked, CANDIDATES, limit, offset])
        return [page_id for (page_id,) in rows]

    def titles_beginning(self, query: Query, *, limit: int) -> list[tuple[int, str]]:
        return _rows(_TITLES_BEGINNING, [_all_of(query.terms), CANDIDATES, limit])

    def titles_like(self, trigrams: set[str], *, limit: int) -> list[tuple[int, str]]:
        wanted = sorted(trigrams)
        return _rows(_TITLES_LIKE, [wanted, wanted, limit])


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


def _all_of(terms: Iterable[Term]) -> str:
    """A tsquery literal of quoted lexemes only."""
    return " & ".join(f"({_phrase(term)})" for term in terms)


def _phrase(term: Term) -> str:
    return " <-> ".join(map(_quoted, term.words)) + (":*" if term.is_prefix else "")


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _rows(sql: str, parameters: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
