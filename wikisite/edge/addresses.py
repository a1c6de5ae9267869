"""The addresses whose answers the edge keeps, and the query keys that each of them knows."""

from collections.abc import Callable
from functools import lru_cache

from django.urls import Resolver404, resolve

from pages.models.fact import fact_schema

MAX_PATH_CHARS = 1_000  # a longer one is not remembered, and no page has it
REMEMBERED_PATHS = 4_096

Names = frozenset[str]


def _facets() -> Names:
    return Names({"after", *(fact.value_key for fact in fact_schema().shown_in("facets"))})


def _questions() -> Names:
    return Names(question.key for question in fact_schema().questions)


DISCUSSION = Names({"sort", "comments", "reply"})
CHANGES = Names({"show", "before", "open"})
LIST = Names({"after"})
KEPT: dict[str, Names | Callable[[], Names]] = {
    "pages:home": Names(),
    "pages:detail": DISCUSSION,
    "pages:revision": DISCUSSION,  # the current one has it
    "pages:source": Names(),
    "pages:history": Names({"before"}),
    "pages:diff": Names({"view"}),
    "pages:blame": Names({"line"}),
    "pages:compare": Names({"differences", "shared"}),
    "pages:compare_csv": Names(),
    "pages:compare_json": Names(),
    "pages:compare_md": Names(),
    "pages:choose_columns": Names({"c", "add", "differences", "shared"}),
    "pages:choose": _questions,
    "pages:systems": _facets,
    "pages:recent_changes": CHANGES | {"by", "minor", "own", "tag"},
    "pages:contributor": CHANGES,
    "pages:statistics": Names(),
    "pages:backlinks": LIST,
    "pages:wanted": LIST,
    "pages:orphaned": LIST,
    "pages:redirects": LIST,
    "pages:tags": LIST,
    "pages:tag": LIST,
    "pages:site_feed": Names(),
    "pages:page_feed": Names(),
    "pages:contributor_feed": Names(),
    "pages:tag_feed": Names(),
    "pages:describe_search": Names(),
    "pages:sitemap_index": Names(),
    "pages:sitemap": Names(),
    "pages:robots": Names(),
    "pages:llms": Names(),
    "comment_feeds:site": Names(),
    "comment_feeds:page": Names(),
}


def known_keys(path_info: str) -> Names | None:
    """The query keys that the address knows; None for one whose answers are not kept.

    `path_info` is as WSGI has it: bytes read as Latin-1 (PEP 3333).
    """
    return _known_keys(path_info) if len(path_info) <= MAX_PATH_CHARS else None


@lru_cache(maxsize=REMEMBERED_PATHS)
def _known_keys(path_info: str) -> Names | None:
    try:
        match = resolve(path_info.encode("latin-1").decode())
    except (Resolver404, UnicodeDecodeError):
        return None
    names = KEPT.get(match.view_name)
    return names() if callable(names) else names
