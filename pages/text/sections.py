"""A page's sections, each a heading and all below it, cut out of the source and put back byte for byte."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from markdown_it.token import Token

from pages.text import front_matter
from pages.text.excerpt import text_of
from pages.text.limits import check_source
from pages.text.line_endings import usual_ending
from pages.text.lines import split_ending, split_lines
from pages.text.outline import number_headings
from pages.text.parser import page_parser, parse
from pages.text.titles import MAX_SLUG_CHARS

MAX_SECTION_CHARS = MAX_SLUG_CHARS + 12  # "h-" before the slug, and a number behind it
_BYTE_ORDER_MARK = "\ufeff"
_SETEXT_LEVELS = {"=": 1, "-": 2}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it, up to the next heading of its level or a higher one.

    `id` is the heading's id in the rendered page; the section is `source[start:end]`.
    """

    id: str
    title: str
    level: int
    start: int
    end: int

    def cut(self, source: str) -> str:
        """Return the section's own text."""
        return source[self.start : self.end]


def read_sections(source: str) -> tuple[Section, ...]:
    """Return the sections of `source` in its order, smaller ones behind those they are in.

    Headings in code, lists, quotes, boxes and HTML begin none. Raise a `Refusal` if no page is made of it.
    """
    check_source(source)
    body = front_matter.read(source).body
    tokens, _ = parse(_PARSER, body)
    number_headings(tokens)
    text = body.removeprefix(_BYTE_ORDER_MARK)
    offsets = [*accumulate(map(len, split_lines(text)), initial=len(source) - len(text))]
    return tuple(_up_to_the_next(list(_headings(tokens, offsets)), len(source)))


def find_section(source: str, section_id: str) -> Section | None:
    """Return the section with this id; None if there is none. Raise a `Refusal` as `read_sections` does."""
    return next((section for section in read_sections(source) if section.id == section_id), None)


def splice(source: str, section: Section, text: str) -> str:
    """Return `source` with `text` in the place of `section`, and every other byte as it was.

    What follows stays apart: line ends that stood before it and that `text` has lost are added to that.
    """
    after = source[section.end :]
    lost = _ends_behind(section.cut(source)) - _ends_behind(text) if text and after else 0
    return source[: section.start] + text + usual_ending(source) * max(0, lost) + after


def name_of(section_id: str) -> str:
    """Return about what the heading says that has this id."""
    return section_id.removeprefix("h-").replace("-", " ")


def section_starting(source: str, start: int) -> Section | None:
    """Return the section whose heading stands at `start`; None if none does."""
    return next((section for section in read_sections(source) if section.start == start), None)


def _headings(tokens: Sequence[Token], offsets: Sequence[int]) -> Iterator[Section]:
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and opening.meta["begins_section"] and opening.map:
            title = " ".join(text_of(inline).split())
            level = _SETEXT_LEVELS.get(opening.markup, len(opening.markup))
            start = offsets[opening.map[0]]
            yield Section(str(opening.attrs["id"]), title, level, start, start)


def _up_to_the_next(headings: Sequence[Section], length: int) -> list[Section]:
    ends = dict.fromkeys(range(1, 7), length)  # by level: where the next heading of it or a higher one stands
    complete = []
    for heading in reversed(headings):
        complete.append(replace(heading, end=ends[heading.level]))
        ends.update(dict.fromkeys(range(heading.level, 7), heading.start))
    return complete[::-1]


def _ends_behind(text: str) -> int:
    """Return how many line ends close `text`: two if its last line is blank, which is as many as matter."""
    *_, before, last = ["", "", *split_lines(text)]
    if not split_ending(last)[1]:
        return 0
    return 1 if last.strip() or not split_ending(before)[1] else 2


_PARSER = page_parser()
