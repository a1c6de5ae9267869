"""Comparisons inside a page: `::: compare flask+django license measured` up to `:::`.

The stored HTML holds an empty place for each; `pages.rendering` fills it when the page is read, so that it is
never older than the pages it compares.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from pages.text.comparison_names import parse_names

MAX_EMBEDS = 3

_PARAMS = re.compile(r"\s*compare\s+(?P<names>\S{1,1000})(?P<rows>(?:\s+[\w.-]{1,60}){0,20})\s*\Z")
_PLACE = re.compile(
    r'<div [^<>]*?data-compare="(?P<names>[^"<>]*)"(?: data-rows="(?P<rows>[^"<>]*)")?[^<>]*></div>'
)


@dataclass(frozen=True, slots=True)
class Embed:
    """One embedded comparison: `rows` are keys, or outermost words of keys; none for the whole table."""

    names: str
    rows: tuple[str, ...]


def embeds_plugin(parser: MarkdownIt) -> None:
    """Teach `parser` embedded comparisons. What stands inside one follows it as ordinary text."""
    parser.use(
        container_plugin,
        name="compare",
        validate=lambda params, markup: bool(_PARAMS.match(params)),
        render=_render,
    )


def embedded_slugs(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The slugs of all pages that are compared, each once."""
    found = (embed_of(token) for token in tokens if token.type == "container_compare_open")
    return tuple(dict.fromkeys(each.slug for embed in found for each in parse_names(embed.names)))


def embed_of(token: Token) -> Embed:
    match = _PARAMS.match(token.info)
    return Embed(match["names"], tuple(match["rows"].split())) if match else Embed("", ())


def has_embeds(html: str) -> bool:
    return _PLACE.search(html) is not None


def fill_embeds(html: str, draw: Callable[[Embed], str]) -> str:
    """Return `html` with what `draw` makes of each place; from the fourth on the places stay empty."""
    return _PLACE.sub(lambda place: draw(_read(place)), html, count=MAX_EMBEDS)


def _read(place: re.Match[str]) -> Embed:
    return Embed(unescape(place["names"]), tuple(unescape(place["rows"] or "").split()))


def _render(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    if tokens[at].nesting != 1:
        return ""
    embed = embed_of(tokens[at])
    rows = f' data-rows="{escape(" ".join(embed.rows))}"' if embed.rows else ""
    return f'<div data-compare="{escape(embed.names)}"{rows}></div>\n'
