"""Reads files of texts that people have told to be spam or ham."""

import csv
import html
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

TEXT_COLUMNS = ("text", "content", "comment", "message")
LABEL_COLUMNS = ("label", "spam", "class", "is_spam")
SPAM_VALUES = {"spam", "1", "true", "yes"}
HAM_VALUES = {"ham", "0", "false", "no"}
csv.field_size_limit(1_000_000)


class Labelled(NamedTuple):
    """A text and what it is."""

    text: str
    is_spam: bool


class UnreadableFile(Exception):
    """The file is not one of labelled texts; the message names the line."""


def labelled_texts(path: str) -> list[Labelled]:
    """All texts of a CSV file with a head, or of one JSON object a line. Raises `UnreadableFile`.

    A text is found under `text`, `content`, `comment` or `message`, its label (spam, ham, 1, 0, true, false)
    under `label`, `spam`, `class` or `is_spam`. HTML entities are read as what they stand for: collections
    keep them as web pages had them.
    """
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file) if path.lower().endswith(".csv") else _objects(file)
            found = [_labelled(row, number) for number, row in enumerate(rows, start=1)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(f"{path}: {error}") from error
    if not found:
        raise UnreadableFile(f"{path} holds no texts.")
    return found


def halves(texts: list[Labelled]) -> tuple[list[Labelled], list[Labelled]]:
    """Every second spam and every second ham, and the others: the same halves each time."""
    spam = [text for text in texts if text.is_spam]
    ham = [text for text in texts if not text.is_spam]
    return spam[::2] + ham[::2], spam[1::2] + ham[1::2]


def _objects(lines: Any) -> Iterator[Any]:
    for number, line in enumerate(lines, start=1):
        try:
            if line.strip():
                yield json.loads(line)
        except ValueError as error:
            raise UnreadableFile(f"Line {number} is not JSON: {error}") from error


def _labelled(row: Any, number: int) -> Labelled:
    if not isinstance(row, dict):
        raise UnreadableFile(f"Text {number} is not an object with a text and a label.")
    named = {str(name).strip().lower(): value for name, value in row.items()}
    text = next((named[name] for name in TEXT_COLUMNS if name in named), None)
    label = next((str(named[name]).strip().lower() for name in LABEL_COLUMNS if name in named), "")
    if not isinstance(text, str) or label not in SPAM_VALUES | HAM_VALUES:
        raise UnreadableFile(f"Text {number} has no text, or a label that is neither spam nor ham.")
    return Labelled(html.unescape(text), label in SPAM_VALUES)
