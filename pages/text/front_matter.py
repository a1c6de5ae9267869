"""Reads the YAML block at the top of a page, and keeps every byte of it."""

import re
from dataclasses import dataclass
from typing import Any

import yaml

from pages.text.facts_yaml import FactsLoader, YamlFault
from pages.text.refusals import Refusal

MAX_FRONT_MATTER_BYTES = 16 * 1024

_LINE_END = r"(?:\r\n|\n|\r)"
_OPENING = re.compile(rf"\ufeff?---[ \t]*{_LINE_END}")
_CLOSING = re.compile(rf"(?:(?<=\n)|(?<=\r))(?:---|\.\.\.)[ \t]*(?:{_LINE_END}|\Z)")
# A page may begin with thematic breaks (CommonMark example 98); front matter begins with a key.
_FIRST_KEY = re.compile(r"(?:\s|#[^\r\n]*[\r\n])*(?:[\w.\"'\u2190-\U0010ffff-][^\r\n:]*:(?:\s|\Z)|[{&*!?])")


class FrontMatterRefused(Refusal):
    """Front matter that no page may have: over the limit, with an anchor or alias, or with NUL."""


@dataclass(frozen=True, slots=True)
class FrontMatterWarning:
    """A fault that does not stop a save: `line` counts from 1 in the whole source."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A source taken apart: `raw + body` is the source, byte for byte."""

    values: dict[str, Any]
    body: str
    raw: str
    first_line: int
    warnings: tuple[FrontMatterWarning, ...] = ()


def read(source: str) -> FrontMatter:
    """Return the front matter of `source`, or empty values if it has none or cannot be read.

    Raise `FrontMatterRefused` for a block over 16 KB, with an anchor or alias, or with NUL.
    """
    block = find_block(source)
    if block is None:
        return FrontMatter({}, source, "", 1, _unclosed(source))
    raw, body = source[: block.end], source[block.end :]
    _refuse_oversize(raw)
    values, warnings = _load(block.yaml)
    return FrontMatter(values, body, raw, _count_lines(raw) + 1, warnings)


@dataclass(frozen=True, slots=True)
class Block:
    """Where the front matter lies: its YAML from character `start` of the source, all of it up to `end`."""

    yaml: str
    start: int
    end: int


def find_block(source: str) -> Block | None:
    """Return the front matter's place in `source`; None where there is none, or its end is missing."""
    opening = _OPENING.match(source)
    if opening is None or _FIRST_KEY.match(source, opening.end()) is None:
        return None
    closing = _CLOSING.search(source, opening.end())
    if closing is None:
        return None
    return Block(source[opening.end() : closing.start()], opening.end(), closing.end())


def _unclosed(source: str) -> tuple[FrontMatterWarning, ...]:
    """What to say of facts without an end: they are shown as text."""
    opening = _OPENING.match(source)
    if opening is None or _FIRST_KEY.match(source, opening.end()) is None:
        return ()
    words = "Facts begin here, but no line “---” ends them: all of it is shown as text."
    return (FrontMatterWarning(1, words),)


def _refuse_oversize(raw: str) -> None:
    if len(raw) > MAX_FRONT_MATTER_BYTES or len(raw.encode("utf-8", "replace")) > MAX_FRONT_MATTER_BYTES:
        raise FrontMatterRefused("The front matter is larger than 16 KB. Move text from it into the page.")
    if "\x00" in raw:
        raise FrontMatterRefused("The front matter contains a NUL character.")


def _load(block: str) -> tuple[dict[str, Any], tuple[FrontMatterWarning, ...]]:
    """Return the top-level mapping of `block` and what is wrong with it."""
    try:
        loader = FactsLoader(block)
        values = loader.get_single_data()
    except YamlFault as fault:
        raise FrontMatterRefused(str(fault)) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line if mark else 0
        return {}, (_warning(line, _words_of(error)),)
    except yaml.YAMLError:
        return {}, (_warning(0, "This front matter contains a character that YAML does not allow."),)
    warnings = tuple(_warning(line, message) for line, message in loader.faults)
    if values is None:
        return {}, warnings
    if not isinstance(values, dict):
        return {}, (_warning(0, "Front matter is a list of lines such as `language: Python`."),)
    return values, warnings


def _words_of(error: yaml.MarkedYAMLError) -> str:
    """What PyYAML found, in words that say what to do where we know it."""
    if "'\\t'" in str(error.problem):
        return "This front matter cannot be read: it has a tab. Indent with spaces."
    return f"This front matter cannot be read: {error.problem or error.context}."


def _warning(yaml_line: int, message: str) -> FrontMatterWarning:
    """Count `yaml_line` from 0 below the opening line, as PyYAML does."""
    return FrontMatterWarning(yaml_line + 2, message)


def _count_lines(text: str) -> int:
    return len(re.findall(_LINE_END, text))
