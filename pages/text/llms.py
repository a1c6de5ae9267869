"""llms.txt: the contents of the site for language models, in Markdown (llmstxt.org)."""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

MAX_SENTENCE_CHARS = 300
_MARKED = re.compile(r"([\\\[\]()<>`*_])")


class Line(NamedTuple):
    """One page: where its Markdown is, and what it says of itself; `chapter` may be empty."""

    chapter: str
    title: str
    address: str
    says: str


def llms_txt(name: str, says: str, note: str, lines: Iterable[Line], others: Iterable[Line]) -> str:
    """Return the file of the site `name`: a heading a chapter, in the order of `lines` and `others`."""
    parts = [f"# {_one_line(name)}", f"> {_one_line(says)}", note]
    for chapter, pages in groupby([*lines, *others], key=lambda line: line.chapter):
        parts += [f"## {_one_line(chapter)}", "\n".join(map(_item, pages))]
    return "\n\n".join(parts) + "\n"


def _item(line: Line) -> str:
    said = f": {_one_line(line.says)}" if line.says else ""
    return f"- [{_one_line(line.title)}]({line.address}){said}"


def _one_line(text: str) -> str:
    """A text without line ends, and without what Markdown would read as more than words."""
    return _MARKED.sub(r"\\\1", " ".join(text.split())[:MAX_SENTENCE_CHARS])
