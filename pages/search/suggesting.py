"""Titles for what somebody is typing, typing errors forgiven."""

from pages.models import Page
from pages.search.backends import adapter
from pages.search.backends.sought import Titled
from pages.search.finding import search
from pages.search.query import Part, Query, Term, parse
from pages.search.spelling import deletions, neighbors, similarity
from pages.search.tokens import words, words_to_find
from pages.text.titles import MAX_TITLE_CHARS

CANDIDATES = 60
CANDIDATES_BY_SPELLING = 100
MAX_WORDS = 12


def suggest(text: str, *, limit: int = 8) -> list[Page]:
    """Pages whose titles have words that begin like those of `text`, else titles spelled like it."""
    asked = words_to_find(text[:MAX_TITLE_CHARS])[:MAX_WORDS]
    if not asked:
        return []
    query = Query(text, tuple(Term((word,), is_prefix=True) for word in asked))
    titles = adapter().titles_beginning(query, limit=CANDIDATES)
    titles.sort(key=lambda titled: not " ".join(words(titled[1])).startswith(" ".join(asked)))
    titles = titles or _similar(" ".join(asked))
    ids = [page_id for page_id, _ in titles[:limit]]
    pages = Page.objects.visible().in_bulk(ids)
    return [pages[page_id] for page_id in ids if page_id in pages]


def correct(query: Query) -> str:
    """What was typed, with words of titles in place of those that no page has; "" if that finds nothing."""
    if len(query.parts) > MAX_WORDS:
        return ""
    parts = [_corrected(part) for part in query.parts]
    typed = " ".join(parts)
    if parts == [part.typed for part in query.parts] or not _has_pages(parse(typed)):
        return ""
    return typed


def _corrected(part: Part) -> str:
    query = parse(part.typed)
    [term] = query.terms or [Term(())]
    if part.operator or term.is_fact or term.is_quoted or len(term.words) != 1 or _has_pages(query):
        return part.typed
    title_words = {word for _, title in _similar(term.words[0])[:1] for word in words(title)}
    return max(title_words, key=lambda word: similarity(term.words[0], word), default=part.typed)


def _has_pages(query: Query) -> bool:
    return bool(search(query, limit=0).total)


def _similar(wanted: str) -> list[Titled]:
    """Titles that are spelled like `wanted`, or have a word that is, most similar first."""
    rated = [(similarity(wanted, title), page_id, title) for page_id, title in _spelled_like(wanted)]
    rated.sort(key=lambda rating: (-rating[0], len(rating[2]), rating[1]))
    return [(page_id, title) for rating, page_id, title in rated if rating]


def _spelled_like(wanted: str) -> list[Titled]:
    """Titles with a word that one letter makes another; failing that, with four letters in common."""
    for groups in ([(piece,) for piece in sorted(deletions(wanted))], neighbors(wanted)):
        if groups and (titles := adapter().titles_spelled(groups, limit=CANDIDATES_BY_SPELLING)):
            return titles
    return []
