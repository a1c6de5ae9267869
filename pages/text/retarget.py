"""Rewrite a text's wikilinks when the page that they lead to has a new title."""

import re

from pages.text import front_matter
from pages.text.parser import page_parser, parse
from pages.text.titles import slugify

# A code span of one line is taken whole, so that what looks like a link in it stays as it is.
_SPAN_OR_LINK = re.compile(
    r"(?P<span>(?<!`)(?P<ticks>`+)(?!`)[^\n]{1,500}?(?<!`)(?P=ticks)(?!`))"
    r"|(?<!\\)\[\[(?P<target>[^\[\]|#\n]{1,120})(?P<rest>[^\[\]\n]{0,500})\]\]"
)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")  # as Markdown counts lines
_UNLINKABLE = re.compile(r"[\[\]|#]")
_PAGE = page_parser()


def retarget(source: str, slug: str, title: str) -> str:
    """Return `source` with each wikilink to `slug` leading to the page `title`.

    Labels and sections stay, code and front matter too; a link without a label shows the new title.
    """
    matter = front_matter.read(source)
    lines = _LINE.findall(matter.body)
    is_code = _code_lines(matter.body)

    def new_link(match: re.Match[str]) -> str:
        if match["span"] or slugify(match["target"]) != slug:
            return match[0]
        return f"[[{_target(title, match['rest'])}]]"

    written = [
        line if number in is_code else _SPAN_OR_LINK.sub(new_link, line) for number, line in enumerate(lines)
    ]
    return matter.raw + "".join(written)


def _target(title: str, rest: str) -> str:
    """What stands between the brackets. A title with a character that ends a target is named by its slug."""
    if not _UNLINKABLE.search(title):
        return title + rest
    label = "" if "|" in rest or re.search(r"[\[\]]", title) else f"|{title}"
    return slugify(title) + rest + label


def _code_lines(body: str) -> set[int]:
    blocks = [token for token in parse(_PAGE, body)[0] if token.type in {"fence", "code_block"}]
    return {number for block in blocks if block.map for number in range(*block.map)}
