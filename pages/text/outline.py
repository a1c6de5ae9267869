"""Headings: their levels, their ids, the links to them, and the outline they make."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from pages.text.excerpt import text_of
from pages.text.titles import slugify

ANCHORED_LEVELS = (2, 3, 4)
# HTML that people open in one block and close in a later one, around Markdown. Others close themselves.
_HTML_TAG = re.compile(
    "<(/?)(?:article|blockquote|details|div|dl|figure|ol|pre|section|table|ul)\\b", re.IGNORECASE
)
_RENDERED = re.compile(
    r'(?P<heading><(?P<tag>h[2-6]) id="(?P<id>[^"<>]*)">.*?)'
    r'(?P<end>(?: <a class="anchor"[^<>]*>#</a>)?</(?P=tag)>)',
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """One entry of a page's outline; `id` is what `#` in an address leads to.

    `begins_section` is false inside lists, quotes and HTML: what follows there is not the heading's alone.
    """

    level: int
    id: str
    text: str
    begins_section: bool = False


def number_headings(tokens: Sequence[Token]) -> tuple[Heading, ...]:
    """Give every heading its level, id and anchor, and return the outline.

    The page's title is the only h1: a text that uses `#` moves down by one level as a whole. Headings inside
    containers are labels of boxes: they keep their level and get an id, but no anchor and no outline entry.
    """
    shift = 1 if any(token.type == "heading_open" and token.tag == "h1" for token in tokens) else 0
    taken: dict[str, int] = {}
    outline = []
    depth = html_depth = 0
    for at, token in enumerate(tokens):
        if token.type.startswith("container_"):
            depth += token.nesting
        elif token.type == "html_block":
            html_depth = max(0, html_depth + _opened(token.content))
        elif token.type == "heading_open":
            token.meta["begins_section"] = token.level == 0 and html_depth == 0
            heading = _number(tokens, at, 0 if depth else shift, taken)
            if not depth and heading.text:
                outline.append(heading)
                _add_anchor(tokens[at + 1], heading)
    return tuple(outline)


def behind_headings(html: str, additions: Mapping[str, str]) -> str:
    """Return `html` of `render_page` with what `additions` has for a heading's id behind its words."""

    def add(match: re.Match[str]) -> str:
        return f"{match['heading']}{additions.get(match['id'], '')}{match['end']}"

    return _RENDERED.sub(add, html)


def _number(tokens: Sequence[Token], at: int, shift: int, taken: dict[str, int]) -> Heading:
    opening, inline, closing = tokens[at], tokens[at + 1], tokens[at + 2]
    level = min(6, int(opening.tag[1]) + shift)
    opening.tag = closing.tag = f"h{level}"
    text = " ".join(text_of(inline).split())
    heading_id = _free_id(f"h-{slugify(text) or 'section'}", taken)
    heading = Heading(level, heading_id, text, opening.meta["begins_section"])
    opening.attrSet("id", heading.id)
    return heading


def _opened(html: str) -> int:
    """Return how many more tags `html` opens than it closes."""
    return sum(-1 if match[1] else 1 for match in _HTML_TAG.finditer(html))


def _free_id(wanted: str, taken: dict[str, int]) -> str:
    """Return `wanted`, or `wanted` with the first free number from 2; `taken` holds each id's last number."""
    free = wanted
    while free in taken:
        taken[wanted] += 1
        free = f"{wanted}-{taken[wanted]}"
    taken[free] = 1
    return free


def _add_anchor(inline: Token, heading: Heading) -> None:
    if heading.level in ANCHORED_LEVELS and inline.children is not None:
        anchor = Token("heading_anchor", "a", 0, meta={"id": heading.id, "text": heading.text})
        inline.children.append(anchor)
