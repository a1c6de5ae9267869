"""Facts: the front matter of a page as rows to store and as rows to show."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pages.text.fact_schema import Schema
from pages.text.fact_values import Part, is_simple, label_of, parts_of, plain_parts, text_of, url_in

MAX_FACT_CHARS = 2_000
MAX_KEY_CHARS = 100


@dataclass(frozen=True, slots=True)
class FactRow:
    """One row of the infobox; `value` is all its parts as one text."""

    key: str
    label: str
    value: str
    parts: tuple[Part, ...]


def flatten(values: dict[str, Any]) -> list[tuple[str, str]]:
    """Return every fact as (dotted key, text) in the order of the document.

    A list is joined by ", "; a list of mappings is numbered: `users.1.name`. Long keys and values are cut.
    """
    return [(key[:MAX_KEY_CHARS], text[:MAX_FACT_CHARS]) for key, text in _walk("", values)]


def infobox(values: dict[str, Any], schema: Schema) -> list[FactRow]:
    """Return the rows to show beside a page: the schema's in its order, then simple unknown keys."""
    known = schema.shown_in("infobox")
    rows = [_row(fact.key, fact.label, parts_of(values, fact)) for fact in known]
    for key, value in unknown_facts(values, schema):
        rows.append(_row(key, label_of(key), plain_parts(value)))
    return [row for row in rows if row.value]


def sources(values: dict[str, Any], schema: Schema) -> list[FactRow]:
    """Return where a page's facts were read, by key; an address in the words becomes a link."""
    written = values.get("sources")
    found = written.items() if isinstance(written, dict) else []
    return [_source(str(key), text_of(words), schema) for key, words in found if text_of(words)]


def _source(key: str, words: str, schema: Schema) -> FactRow:
    fact = schema.facts.get(key)
    return FactRow(
        key, fact.label if fact else label_of(key), words, (Part(words, url=url_in(words) or None),)
    )


def unknown_facts(values: dict[str, Any], schema: Schema) -> Iterator[tuple[str, Any]]:
    """Return the keys that the schema does not know and whose values can be shown in a line."""
    tops = schema.tops
    return ((key, value) for key, value in values.items() if key not in tops and is_simple(value))


def _row(key: str, label: str, parts: tuple[Part, ...]) -> FactRow:
    return FactRow(key, label, ", ".join(part.text for part in parts), parts)


def _walk(prefix: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(f"{prefix}.{key}" if prefix else key, inner)
    elif isinstance(value, list) and not is_simple(value):
        for number, inner in enumerate(value, 1):
            yield from _walk(f"{prefix}.{number}", inner)
    elif value is not None:
        yield prefix, text_of(value)
