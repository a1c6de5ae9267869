"""Finding pages for people: hits with snippets, suggestions for a title, and keeping the index true."""

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from django.db.models.functions import Left
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pages.models import Page, SearchDocument
from pages.search.backends import Titled, adapter
from pages.search.query import Query, Term
from pages.search.snippet import Piece, snippet
from pages.search.tokens import trigrams, words, words_to_find
from pages.text.titles import MAX_TITLE_CHARS

MAX_HITS = 2000  # as far as anybody can page
MAX_INDEXED_CHARS = 500_000
MAX_SNIPPET_SOURCE_CHARS = 30_000  # a match further down is found, but its snippet is the page's beginning
SUGGESTION_CANDIDATES = 60
MAX_SUGGESTION_WORDS = 12
LEAST_SIMILARITY = 0.6  # difflib's ratio, which is 0.8 for "flsak" and "flask"
_CURSOR = re.compile("(w?)([1-9][0-9]{0,3})")


@dataclass(frozen=True)
class Hit:
    """A page that was found. `snippet_html` is escaped, with `<mark>` around what was asked for."""

    page: Page
    title: str
    url: str
    snippet_html: SafeString
    updated_at: datetime


@dataclass(frozen=True)
class Hits:
    """One screen of hits, best first. `next_cursor` gives the next one, or is None at the end.

    `is_widened` says that no page had the words themselves, and these have words that begin with them.
    """

    hits: tuple[Hit, ...] = ()
    next_cursor: str | None = None
    is_widened: bool = False


def index(page: Page) -> None:
    """Put the page's search document into the index. Call inside the transaction that stored the document."""
    if page.is_deleted:
        forget(page)
        return
    document = SearchDocument.objects.get(page=page)
    adapter().index(page.pk, title=document.title, body=document.body[:MAX_INDEXED_CHARS])


def forget(page: Page) -> None:
    """Take the page out of the index."""
    adapter().forget(page.pk)


def search(query: Query, *, limit: int = 20, after: str | None = None) -> Hits:
    """The pages that have all terms of `query`, title hits first. Three queries at most.

    A cursor that no earlier screen gave begins at the start.
    """
    if not query.terms:
        return Hits()
    is_widened, offset = _read_cursor(after)
    asked = query.widened() if is_widened else query
    found = _ranked(asked, limit, offset)
    if not found and not after:
        is_widened, asked = True, query.widened()
        found = _ranked(asked, limit, offset)
    hits = tuple(_hit(page, asked) for page in _loaded(found[:limit]))
    has_more = len(found) > limit and offset + limit < MAX_HITS
    return Hits(hits, _cursor(is_widened, offset + limit) if has_more else None, is_widened)


def suggest(text: str, *, limit: int = 8) -> list[Page]:
    """Pages whose titles have words that begin like those of `text`, then titles spelled like it."""
    asked = words_to_find(text[:MAX_TITLE_CHARS])[:MAX_SUGGESTION_WORDS]
    if not asked:
        return []
    query = Query(text, tuple(Term((word,), is_prefix=True) for word in asked))
    titles = adapter().titles_beginning(query, limit=SUGGESTION_CANDIDATES)
    titles.sort(key=lambda titled: not " ".join(words(titled[1])).startswith(" ".join(asked)))
    if len(titles) < limit:
        titles += _similar(" ".join(asked), but=titles)
    ids = [page_id for page_id, _ in titles[:limit]]
    pages = Page.objects.visible().in_bulk(ids)
    return [pages[page_id] for page_id in ids if page_id in pages]


def _ranked(query: Query, limit: int, offset: int) -> list[int]:
    return adapter().found(query, limit=limit + 1, offset=offset)


def _loaded(ids: list[int]) -> list[Page]:
    """The pages in the order of `ids`, with no more of their text than a snippet is made from."""
    source = Left("search_document__body", MAX_SNIPPET_SOURCE_CHARS)
    pages = Page.objects.visible().annotate(snippet_source=source).in_bulk(ids)
    return [pages[page_id] for page_id in ids if page_id in pages]


def _hit(page: Page, query: Query) -> Hit:
    pieces = snippet(getattr(page, "snippet_source", "") or "", query)
    return Hit(page, page.title, page.get_absolute_url(), _html(pieces), page.updated_at)


def _html(pieces: list[Piece]) -> SafeString:
    marked = (format_html("<mark>{}</mark>", text) if is_match else text for text, is_match in pieces)
    return format_html_join("", "{}", ((piece,) for piece in marked))


def _similar(wanted: str, *, but: list[Titled]) -> list[Titled]:
    """Titles that are spelled like `wanted`, or have a word that is, most similar first."""
    candidates = adapter().titles_like(trigrams(wanted), limit=SUGGESTION_CANDIDATES)
    rated = [(_similarity(wanted, title), page_id, title) for page_id, title in candidates]
    rated.sort(key=lambda rating: (-rating[0], len(rating[2]), rating[1]))
    known = {page_id for page_id, _ in but}
    return [(id_, title) for rating, id_, title in rated if rating >= LEAST_SIMILARITY and id_ not in known]


def _similarity(wanted: str, title: str) -> float:
    title_words = words(title)
    return max(SequenceMatcher(None, wanted, text).ratio() for text in [" ".join(title_words), *title_words])


def _cursor(is_widened: bool, offset: int) -> str:
    return f"w{offset}" if is_widened else str(offset)


def _read_cursor(cursor: str | None) -> tuple[bool, int]:
    match = _CURSOR.fullmatch(cursor or "")
    return (bool(match[1]), min(int(match[2]), MAX_HITS)) if match else (False, 0)
