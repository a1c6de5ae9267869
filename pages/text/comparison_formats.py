"""A comparison for programs and other documents: CSV, JSON, Markdown, and JSON-LD for search engines."""

import csv
import re
from io import StringIO
from typing import Any

from pages.text.comparison import Cell, Column, Comparison

WORDS = {"unknown": "not known", "inapplicable": "does not apply"}
# What a spreadsheet would run: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = re.compile(r"\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|~#!&])")


def to_csv(comparison: Comparison) -> str:
    """Return rows of key, label and one cell a column; nothing in them is a formula to a spreadsheet."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(["key", "fact", *(_safe(_heading(column)) for column in comparison.columns)])
    for row in comparison.rows:
        writer.writerow([_safe(row.key), _safe(_label(row)), *(_safe(_words(cell)) for cell in row.cells)])
    return written.getvalue()


def to_markdown(comparison: Comparison) -> str:
    """Return a GFM table."""
    heads = ["", *(_escaped(_heading(column)) for column in comparison.columns)]
    rows = (
        [_escaped(_label(row)), *(_escaped(_words(cell)) for cell in row.cells)] for row in comparison.rows
    )
    return "".join(f"{_line(cells)}\n" for cells in [heads, ["---"] * len(heads), *rows])


def to_json(comparison: Comparison, site: str) -> dict[str, Any]:
    """Return the table as a document: `site` is the address that the pages' addresses start with."""
    columns = [
        {"slug": c.slug, "title": c.title, "revision": c.number, "url": f"{site}/wiki/{c.slug}/"}
        for c in comparison.columns
    ]
    rows = [
        {"key": row.key, "label": row.label, "same": row.is_same, "cells": [_described(c) for c in row.cells]}
        for row in comparison.rows
    ]
    return {"columns": columns, "oldest": comparison.oldest, "rows": rows}


def to_json_ld(comparison: Comparison, site: str) -> dict[str, Any]:
    """Return a schema.org ItemList of what is compared."""
    return {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "item": _software(column, site)}
            for number, column in enumerate(comparison.columns, 1)
        ],
    }


def _software(column: Column, site: str) -> dict[str, Any]:
    written = {"description": "summary", "license": "license", "sameAs": "website"}
    facts = {name: column.values.get(key) for name, key in written.items()}
    known = {name: value for name, value in facts.items() if isinstance(value, str)}
    address = f"{site}/wiki/{column.slug}/"
    return {"@type": "SoftwareApplication", "name": column.title, "url": address, **known}


def _described(cell: Cell) -> dict[str, Any]:
    if cell.state != "known":
        return {"state": cell.state}
    optional = {"note": cell.note, "number": cell.number, "source": cell.source, "as_of": cell.as_of}
    told = {key: value for key, value in optional.items() if value not in ("", None)}
    return {"state": cell.state, "text": cell.text, "outdated": cell.is_stale, **told}


def _heading(column: Column) -> str:
    return f"{column.title} (revision {column.number})" if column.number else column.title


def _label(row: Any) -> str:
    return f"{row.label} ({row.hint})" if row.hint else str(row.label)


def _words(cell: Cell) -> str:
    if cell.state != "known":
        return WORDS[cell.state]
    return f"{cell.text} ({cell.note})" if cell.note else cell.text


def _safe(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
