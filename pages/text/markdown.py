"""Markdown to safe HTML: the one pipeline of pages, previews and comments."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from pages.text import front_matter
from pages.text.authored import rewrite_authored
from pages.text.charts import arrange_charts
from pages.text.containers import arrange_boxes
from pages.text.contents import Listed, contents_of
from pages.text.embeds import embedded_slugs
from pages.text.excerpt import excerpt, plain_text
from pages.text.limits import MAX_SOURCE_BYTES, SourceTooLong, TooComplex, check_output, check_source
from pages.text.outline import Heading, number_headings
from pages.text.parser import comment_parser, page_parser, parse
from pages.text.sanitize import clean
from pages.text.widgets import widgets_plugin

MAX_COMMENT_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Rendered:
    """All that follows from a page's text alone; `html` is safe and neutral about missing pages."""

    html: str
    outline: tuple[Heading, ...]
    links: tuple[str, ...]
    plain: str
    excerpt: str
    contents: tuple[Listed, ...]
    embeds: tuple[str, ...] = ()


def render_page(source: str) -> Rendered:
    """Return the page that `source` makes, front matter skipped. Raise a `Refusal` if it makes none."""
    check_source(source)
    tokens, env = parse(_PAGE, front_matter.read(source).body)
    outline = number_headings(tokens)
    plain, short = plain_text(tokens), excerpt(tokens)
    contents = contents_of(tokens)
    rewrite_authored(tokens)
    html = _html(_PAGE, arrange_charts(arrange_boxes(tokens)), env, source)
    return Rendered(html, outline, _targets(tokens), plain, short, contents, embedded_slugs(tokens))


def render_comment(source: str) -> str:
    """Return the safe HTML of a comment: no raw HTML, images, ids or boxes. Raise a `Refusal` as pages do."""
    check_source(source, max_bytes=MAX_COMMENT_BYTES)
    tokens, env = parse(_COMMENT, source)
    rewrite_authored(tokens, is_comment=True)
    return _html(_COMMENT, tokens, env, source)


def _html(parser: MarkdownIt, tokens: Sequence[Token], env: dict[str, Any], source: str) -> str:
    written = parser.renderer.render(tokens, parser.options, env)
    check_output(written, source)
    html = clean(written)
    check_output(html, source)
    return html


def _targets(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the slugs of all wikilinks, each once, in the order of the text."""
    children = (child for token in tokens for child in token.children or ())
    return tuple(dict.fromkeys(slug for child in children if (slug := child.meta.get("wikilink"))))


_PAGE = page_parser().use(widgets_plugin)
_COMMENT = comment_parser().use(widgets_plugin)

__all__ = [
    "MAX_COMMENT_BYTES",
    "MAX_SOURCE_BYTES",
    "Rendered",
    "SourceTooLong",
    "TooComplex",
    "render_comment",
    "render_page",
]
