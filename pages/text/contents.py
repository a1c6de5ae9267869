"""The reading order of a wiki: the links that its front page lists under `::: chapters`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from pages.text.excerpt import text_of

CONTENTS_BOX = "chapters"
MAX_LISTED = 500


@dataclass(frozen=True, slots=True)
class Listed:
    """A page as the contents list it: its slug, and the heading that it stands under with its id."""

    slug: str
    chapter: str
    chapter_id: str


def contents_of(tokens: Sequence[Token]) -> tuple[Listed, ...]:
    """Return what the text's chapters list, each page once, in order. Headings must be numbered already."""
    first: dict[str, Listed] = {}
    for entry in _entries(tokens):
        first.setdefault(entry.slug, entry)
    return tuple(first.values())[:MAX_LISTED]


def _entries(tokens: Sequence[Token]) -> Iterator[Listed]:
    boxes: list[str] = []
    chapter = chapter_id = ""
    for at, token in enumerate(tokens):
        if token.type == "container_box_open":
            boxes.append(token.info.strip())
        elif token.type == "container_box_close":
            boxes.pop()
        elif CONTENTS_BOX not in boxes:
            chapter = chapter_id = ""
        elif token.type == "heading_open":
            chapter, chapter_id = " ".join(text_of(tokens[at + 1]).split()), str(token.attrs["id"])
        elif token.type == "inline" and tokens[at - 1].type != "heading_open":
            yield from (Listed(slug, chapter, chapter_id) for slug in _linked(token))


def _linked(inline: Token) -> Iterator[str]:
    return (slug for child in inline.children or () if (slug := child.meta.get("wikilink")))
