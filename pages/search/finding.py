"""Finding pages for people: hits with snippets, in screens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.db.models import F
from django.db.models.functions import Left
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString

from pages.models import Contributor, Page
from pages.models.page import PageQuerySet
from pages.search.backends.sought import PAGES, Sought
from pages.search.looking import look
from pages.search.query import Query
from pages.search.snippet import Piece, section_of, snippet

MAX_SNIPPET_SOURCE_CHARS = 30_000  # a match further down is found, but its snippet is the page's beginning


@dataclass(frozen=True)
class Hit:
    """A page that was found. `snippet_html` is escaped, with `<mark>` around what was asked for.

    `section` is the heading above the snippet and `section_url` leads to it; both empty before the first one.
    """

    page: Page
    title: str
    url: str
    snippet_html: SafeString
    updated_at: datetime
    section: str = ""
    section_url: str = ""


@dataclass(frozen=True)
class Hits:
    """One screen of hits, best first. `next_cursor` gives the next one, or is None at the end.

    `is_widened` says that no page had the words themselves, and these have words that begin with them.
    `total` counts all of them up to a bound, where `has_uncounted`; `newer` since each moment that was given.
    """

    hits: tuple[Hit, ...] = ()
    next_cursor: str | None = None
    is_widened: bool = False
    total: int = 0
    has_uncounted: bool = False
    newer: tuple[int, ...] = ()


def search(
    query: Query,
    *,
    limit: int = 20,
    after: str | None = None,
    by_time: bool = False,
    since: Sequence[datetime] = (),
) -> Hits:
    """The pages that have what `query` asks for, title hits first, or the last changed first.

    A cursor that no earlier screen gave begins at the start. The number of database queries is constant.
    """
    if not query.is_asking:
        return Hits()
    order = ("-updated_at", "-pk")
    sought = Sought(query, PAGES, _among(query), "updated_at", order, by_time, since)
    screen = look(sought, limit=limit, after=after)
    return Hits(
        tuple(_hit(page, screen.asked) for page in _loaded(screen.ids)),
        screen.next_cursor,
        screen.is_widened,
        screen.total,
        screen.has_uncounted,
        screen.newer,
    )


def marked(pieces: list[Piece]) -> SafeString:
    """A snippet as HTML."""
    pairs, plain = [], ""
    for text, is_match in pieces:
        if is_match:
            pairs.append((plain, text))
            plain = ""
        else:
            plain += text
    return format_html_join("", "{}<mark>{}</mark>", pairs) + escape(plain)


def _among(query: Query) -> PageQuerySet:
    """The pages that the operators leave."""
    pages = Page.objects.visible().changed_between(query.after, query.before)
    for name in query.by:
        pages = pages.written_by(Contributor.objects.named(name))
    for name in query.not_by:
        pages = pages.not_written_by(Contributor.objects.named(name))
    return pages


def _loaded(ids: list[int]) -> list[Page]:
    """The pages in the order of `ids`, with no more of their text than a snippet is made from."""
    source = Left("search_document__body", MAX_SNIPPET_SOURCE_CHARS)
    pages = Page.objects.visible().annotate(snippet_source=source, outline=F("rendering__outline"))
    by_id = pages.in_bulk(ids)
    return [by_id[page_id] for page_id in ids if page_id in by_id]


def _hit(page: Page, query: Query) -> Hit:
    text, outline = getattr(page, "snippet_source", "") or "", getattr(page, "outline", None) or ()
    pieces, at = snippet(text, query, page.lang)
    url = page.get_absolute_url()
    anchor, section = section_of(text, [(id_, heading) for _, id_, heading, *_ in outline], at)
    section_url = f"{url}#{quote(anchor)}" if anchor else ""
    return Hit(page, page.title, url, marked(pieces), page.updated_at, section, section_url)
