"""The words of a page without its markup: for search, and for the sentence below a link."""

import re
from collections.abc import Sequence
from html import unescape
from itertools import pairwise

from markdown_it.token import Token

MAX_EXCERPT_CHARS = 300

_TAGS = re.compile(r"<[^<>]*>")


def text_of(inline: Token) -> str:
    """Return the words of an inline token."""
    words = []
    for child in inline.children or ():
        if child.type in ("text", "code_inline"):
            words.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            words.append(" ")
        elif child.type == "image":
            words.append(text_of(child))
    return "".join(words)


def plain_text(tokens: Sequence[Token]) -> str:
    """Return the words of all blocks, one block a line, as search wants them."""
    return "\n".join(filter(None, map(_words, tokens)))


def excerpt(tokens: Sequence[Token]) -> str:
    """Return the first running text of a page, at most `MAX_EXCERPT_CHARS` characters."""
    words: list[str] = []
    for before, token in pairwise(tokens):
        if token.type == "inline" and before.type == "paragraph_open":
            words += text_of(token).split()
        if sum(map(len, words)) > MAX_EXCERPT_CHARS:
            break
    return shorten(" ".join(words))


def shorten(text: str, limit: int = MAX_EXCERPT_CHARS) -> str:
    """Return `text` with at most `limit` characters, cut at a word and with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[limit // 2 :] else cut).rstrip(" ,;:.") + "…"


def _words(token: Token) -> str:
    if token.type == "inline":
        return " ".join(text_of(token).split())
    if token.type in ("fence", "code_block"):
        return token.content.strip()
    if token.type == "html_block":
        return " ".join(unescape(_TAGS.sub(" ", token.content)).split())
    return ""
