"""Tags: the fact `tags` of a page, as names and as what addresses are made of."""

from collections.abc import Mapping
from typing import Any

from pages.text.fact_values import text_of
from pages.text.titles import slugify

MAX_TAGS_A_PAGE = 50
MAX_TAG_CHARS = 100


def tags_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the tags in front matter, as the author wrote them, by their slugs, each once.

    They are a list, or one text with commas; what has no letter or digit, or is too long, is no tag.
    """
    written = values.get("tags")
    items = written.split(",") if isinstance(written, str) else written
    found: dict[str, str] = {}
    for name in (text_of(item) for item in _simple(items)):
        if len(name) <= MAX_TAG_CHARS and (slug := slugify(name)):
            found.setdefault(slug, name)
    return dict(list(found.items())[:MAX_TAGS_A_PAGE])


def _simple(items: Any) -> list[Any]:
    return [item for item in items if not isinstance(item, dict | list)] if isinstance(items, list) else []
