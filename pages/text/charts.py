"""Charts from tables: `::: chart bars` up to `:::` gives each row of the table inside a small drawing.

The table stays, so every figure is text, for all readers. The stored HTML holds an empty place with a few
numbers in each row; `draw_charts` makes SVG of it when the page is read, because SVG never passes `sanitize`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from pages.text.chart_values import Place, bar_places, sparkline_places, timeline_places
from pages.text.excerpt import text_of

# Its classes, and its length in hundredths of the width; geometry, because the CSP bars inline styles.
BAR_SVG = (
    '<svg class="{}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
    '<rect class="rest" width="100" height="6"/><rect width="{}" height="6"/></svg>'
)

MAX_ROWS = 60
MAX_COLUMNS = 40
MAX_CHARTS = 12

_PARAMS = re.compile(r"\s*chart\s+(bars|sparkline|timeline)\s*\Z")
_PLACE = re.compile(
    r'<span data-chart="(?P<kind>bar|line|dots)(?P<on> on)?" data-at="(?P<at>\d{1,4}(?:[ :]\d{1,4}){0,100})">'
    r"</span>"
)
_LEAD = re.compile(r'\s*<figure class="chart">.*?</figure>\s*', re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a chart reads its table, and whether the drawing stands before the last column or behind it."""

    places: Callable[[list[list[str]]], tuple[str, list[Place | None]]]
    drawing: str
    from_end: int


_KINDS = {
    "bars": _Kind(bar_places, "bar", 1),
    "sparkline": _Kind(sparkline_places, "line", 0),
    "timeline": _Kind(timeline_places, "dots", 0),
}


def charts_plugin(parser: MarkdownIt) -> None:
    """Teach `parser` the boxes of charts; a kind that is not known stays text."""
    parser.use(container_plugin, name="chart", validate=lambda params, markup: bool(_PARAMS.match(params)))


def arrange_charts(tokens: Sequence[Token]) -> list[Token]:
    """Return `tokens` with each chart as a figure, and a place for the drawing in each row of its tables."""
    arranged: list[Token] = []
    kinds: list[str] = []
    charts, at = 0, 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "container_chart_open":
            match = _PARAMS.match(token.info)
            kinds.append(match[1] if match else "")
            arranged.append(_tag("figure", 1, "chart"))
        elif token.type == "container_chart_close":
            kinds.pop()
            arranged.append(_tag("figure", -1))
        elif token.type == "table_open" and kinds and charts < MAX_CHARTS:
            end = next(i for i in range(at, len(tokens)) if tokens[i].type == "table_close")
            arranged += _with_places(tokens[at:end], _KINDS[kinds[-1]])
            charts, at = charts + 1, end
            continue
        else:
            arranged.append(token)
        at += 1
    return arranged


def draw_charts(html: str) -> str:
    """Return `html` of `render_page` with its drawings. Each is decorative: the figures stand beside it."""
    return _PLACE.sub(_drawn, html) if 'data-chart="' in html else html


def lead_chart(html: str) -> tuple[str, str]:
    """Return the chart that `html` begins with, and the rest; no chart if it begins otherwise.

    A figure inside the chart would be cut in two: such a chart stays where it is.
    """
    found = _LEAD.match(html)
    if not found or found[0].count("<figure") != 1:
        return "", html
    return found[0], html[found.end() :]


def _with_places(table: Sequence[Token], kind: _Kind) -> list[Token]:
    """Return the tokens of a table with a further cell in each row; as they are if it is no chart's."""
    rows = list(_rows(table))
    texts = [[text_of(table[end - 1]) for end in row] for row in rows]
    if len(rows) < 2 or len(rows) > MAX_ROWS or not 2 <= len(rows[0]) <= MAX_COLUMNS:
        return list(table)
    title, places = kind.places(texts)
    if not any(places):
        return list(table)
    cells = {_before(rows[0], kind, table): _cell("th", escape(title))}
    for row, place in zip(rows[1:], places, strict=True):
        is_on = any(child.type == "strong_open" for child in table[row[0] - 1].children or ())
        cells[_before(row, kind, table)] = _cell("td", _span(kind.drawing, place, is_on))
    return [each for at, token in enumerate(table) for each in (*cells.get(at, ()), token)]


def _rows(table: Sequence[Token]) -> Iterator[list[int]]:
    """Yield, for each row, where its cells end."""
    row: list[int] = []
    for at, token in enumerate(table):
        if token.type in ("th_close", "td_close"):
            row.append(at)
        elif token.type == "tr_close":
            yield row
            row = []


def _before(row: list[int], kind: _Kind, table: Sequence[Token]) -> int:
    """Return the token that the new cell stands before: a cell is open, inline, close."""
    return row[-1] - 2 if kind.from_end else row[-1] + 1


def _cell(tag: str, content: str) -> tuple[Token, Token, Token]:
    inside = Token("inline", "", 0, children=[Token("html_inline", "", 0, content=content)])
    return _tag(tag, 1, "drawn"), inside, _tag(tag, -1)


def _span(drawing: str, place: Place | None, is_on: bool) -> str:
    if not place:
        return ""
    return f'<span data-chart="{drawing}{" on" if is_on else ""}" data-at="{place}"></span>'


def _tag(tag: str, nesting: int, classes: str = "") -> Token:
    kind = "chart_open" if nesting == 1 else "chart_close"
    return Token(kind, tag, nesting, attrs={"class": classes} if classes else {}, block=True)  # type: ignore[arg-type]


def _drawn(place: re.Match[str]) -> str:
    numbers = [min(1000, int(number)) for number in re.split("[ :]", place["at"])]
    on = " on" if place["on"] else ""
    if place["kind"] == "bar":
        return BAR_SVG.format(f"bar{on}", f"{numbers[0] / 10:g}")
    if place["kind"] == "dots":
        return _dots_svg(numbers, f"times{on}")
    return _line_svg(list(zip(numbers[::2], numbers[1::2], strict=False)), f"spark{on}")


def _dots_svg(numbers: list[int], classes: str) -> str:
    """A line of time with a mark at each date; marks are as wide as a line, whatever the width."""
    marks = "".join(f"M{number} 10V50" for number in numbers)
    first, last = min(numbers), max(numbers)
    return (
        f'<svg class="{classes}" viewBox="-8 0 1016 60" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="rest" d="M0 30H1000"/><path d="M{first} 30H{last}{marks}"/></svg>'
    )


def _line_svg(points: list[tuple[int, int]], classes: str) -> str:
    """A line through the points, zero at the bottom, and a mark at the last one."""
    if not points:
        return ""
    heights = [(x, 110 - y // 10) for x, y in points]
    path = "L".join(f"{x} {y}" for x, y in heights)
    x, y = heights[-1]
    return (
        f'<svg class="{classes}" viewBox="-20 0 1040 120" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="rest" d="M0 110H1000"/><path d="M{path}"/><path class="end" d="M{x} {y}h0"/></svg>'
    )
