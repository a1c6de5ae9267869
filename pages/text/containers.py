"""Boxes around parts of a page: `::: cards` up to `:::`."""

from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

SECTION_TAG = "h3"


@dataclass(frozen=True, slots=True)
class Box:
    """How a container is drawn: the classes of its nested `div`s, its sections' tag, and their classes."""

    wrappers: tuple[str, ...]
    tag: str
    classes: tuple[str, ...] = ()
    other_class: str = ""


BOXES = {
    "pros-and-cons": Box(("proscons",), "section", ("pro", "con")),
    "cards": Box(("grid",), "article", other_class="card"),
    "choose": Box(("call", "proscons"), "section"),
    "chapters": Box(("chapters",), "section"),
}


def containers_plugin(parser: MarkdownIt) -> None:
    """Teach `parser` the containers of `BOXES`; any other name stays text."""
    parser.use(container_plugin, name="box", validate=lambda params, markup: params.strip() in BOXES)


def arrange_boxes(tokens: Sequence[Token]) -> list[Token]:
    """Return `tokens` with each container wrapped, and cut into sections at its `###` headings."""
    arranged: list[Token] = []
    open_boxes: list[_OpenBox] = []
    for token in tokens:
        if token.type == "container_box_open":
            open_boxes.append(_OpenBox(BOXES[token.info.strip()], token.level))
        elif token.type == "container_box_close":
            arranged += open_boxes.pop().close()
            continue
        elif open_boxes and token.type == "heading_open" and open_boxes[-1].starts_section(token):
            arranged += open_boxes[-1].next_section()
        if token.type != "container_box_open":
            arranged.append(token)
    return arranged


class _OpenBox:
    """A container whose end has not been met: it opens its wrappers at the first section."""

    def __init__(self, box: Box, level: int) -> None:
        self._box = box
        self._level = level
        self._sections = 0

    def starts_section(self, heading: Token) -> bool:
        return heading.markup == "###" and heading.level == self._level + 1

    def next_section(self) -> list[Token]:
        """Return what stands before the next heading: the end of the last section, or the wrappers."""
        classes = self._box.classes[self._sections : self._sections + 1]
        before = (
            [_closing(self._box.tag)]
            if self._sections
            else [_opening("div", name) for name in self._box.wrappers]
        )
        self._sections += 1
        return [*before, _opening(self._box.tag, classes[0] if classes else self._box.other_class)]

    def close(self) -> list[Token]:
        if not self._sections:
            return []
        return [_closing(self._box.tag), *(_closing("div") for _ in self._box.wrappers)]


def _opening(tag: str, name: str) -> Token:
    return Token("box_open", tag, 1, attrs={"class": name} if name else {}, block=True)


def _closing(tag: str) -> Token:
    return Token("box_close", tag, -1, block=True)
