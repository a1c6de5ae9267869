"""Charts: what a table becomes, what it does not, and that nobody draws but us."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.text.charts import MAX_CHARTS, MAX_ROWS, draw_charts, lead_chart
from pages.text.markdown import render_page
from pages.text.sanitize import clean

BARS = """::: chart bars
How long each takes

| System | CPU ms |
|---|---:|
| Node.js | 30 |
| **Flask** | 170 |
| Quart | not known |
| Django | 200 |
:::
"""
SPARKLINE = """::: chart sparkline
| System | 2026-01-01 | 2026-01-02 | 2026-01-05 |
|---|---:|---:|---:|
| Flask | 1,000 | 500 | 2,000 |
| Quart | - | 7 | - |
:::
"""
TIMELINE = """::: chart timeline
| System | First | Latest |
|---|---|---|
| Tornado | 2009-09 | 6.6, 1 July 2010 |
| Werkzeug | 2007 | |
:::
"""


def drawn(source):
    return draw_charts(render_page(source).html)


def places(source):
    return re.findall(r'data-at="([^"]*)"', render_page(source).html)


def test_bars_are_as_long_as_the_numbers_from_zero():
    assert places(BARS) == ["150", "850", "1000"]
    assert re.findall(r'<rect width="([\d.]+)"', drawn(BARS)) == ["15", "85", "100"]


def test_the_figures_stay_text_and_the_drawing_is_decorative():
    html = drawn(BARS)
    assert all(f">{figure}</td>" in html for figure in ("30", "170", "not known", "200"))
    assert html.count("<svg ") == html.count('aria-hidden="true"') == 3
    assert html.count('<td class="drawn">') == 4
    assert '<th class="drawn">from 0</th>' in html


def test_a_bold_name_has_the_bar_that_stands_out():
    assert drawn(BARS).count('class="bar on"') == 1


def test_a_sparkline_stands_at_its_dates_and_needs_two_numbers():
    assert places(SPARKLINE) == ["0:500 250:250 1000:1000"]
    assert '<path d="M0 60L250 85L1000 10"/>' in drawn(SPARKLINE)


def test_a_timeline_shares_one_line_of_years():
    assert '<th class="drawn">2007 to 2010</th>' in drawn(TIMELINE)
    tornado, werkzeug = places(TIMELINE)
    assert werkzeug == "0"
    first, latest = map(int, tornado.split())
    assert 660 < first < 670
    assert 870 < latest < 877


def test_links_and_text_around_the_table_are_kept():
    html = drawn(
        "::: chart bars\nBefore [[Flask]]\n\n| [[Flask]] | 1 |\n|-|-|\n| [[Flask]] | 2 |\n\nAfter\n:::\n"
    )
    assert html.count('data-wikilink="flask"') == 3
    assert html.startswith('<figure class="chart">')
    assert "<p>After</p>" in html


@pytest.mark.parametrize(
    "source",
    [
        "::: chart bars\nNo table\n:::",
        "::: chart bars\n| a | b |\n|-|-|\n:::",
        "::: chart bars\n| a |\n|-|\n| 1 |\n:::",
        "::: chart bars\n| a | b |\n|-|-|\n| x | none |\n:::",
        "::: chart bars\n| a | b |\n|-|-|\n| x | 0 |\n| y | -5 |\n:::",
        "::: chart bars\n| a | b |\n|-|-|\n| x | " + "9" * 400 + " |\n:::",
        "::: chart sparkline\n| a | b |\n|-|-|\n| x | 1 |\n:::",
        "::: chart timeline\n| a | b |\n|-|-|\n| x | 2020-13-45 |\n:::",
        "::: chart timeline\n| a | b |\n|-|-|\n| x | 2020 |\n:::",
        "::: chart pie\n| a | b |\n|-|-|\n| x | 1 |\n:::",
        "| a | b |\n|-|-|\n| x | 1 |\n",
        "::: chart bars\n| a | b |\n|-|-|\n" + "| x | 1 |\n" * (MAX_ROWS + 1) + ":::",
    ],
)
def test_what_cannot_be_drawn_stays_a_table(source):
    html = drawn(source)
    assert "<svg" not in html
    assert "drawn" not in html


def test_a_page_has_a_limited_number_of_drawings():
    assert drawn(BARS * (MAX_CHARTS + 5)).count("<svg ") == 3 * MAX_CHARTS


@pytest.mark.parametrize(
    "written",
    [
        '<span data-chart="bar" data-at="500"></span>',
        '<figure class="chart"><svg onload=alert(1)></figure>',
        '<td class="drawn"><span data-chart="bar on" data-at="1"></span></td>',
        '`<span data-chart="bar" data-at="500"></span>`',
        '<i title=\'<span data-chart="bar" data-at="500"></span>\'>x</i>',
        "::: chart bars\n| a | b |\n|-|-|\n| <svg onload=alert(1)> | <i data-at='1'> 2 |\n:::",
    ],
)
def test_people_cannot_draw(written):
    html = drawn(written)
    assert "<svg onload" not in html
    assert html.count("<svg ") == written.count("chart bars")


CELL = st.text("0123456789,.-−| *[]()<>&\"'`:#\\é\u2028年 \t", max_size=25)


@given(
    st.sampled_from(["bars", "sparkline", "timeline"]),
    st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=1, max_size=5),
)
@settings(max_examples=150, deadline=None)
def test_any_table_gives_a_stable_fragment_and_drawings_of_numbers_alone(kind, rows):
    lines = ["| a | b |", "|-|-|", *(f"| {' | '.join(row)} |" for row in rows)]
    html = render_page(f"::: chart {kind}\n" + "\n".join(lines) + "\n:::\n").html
    assert clean(html) == html
    for svg in re.findall(r"<svg .*?</svg>", draw_charts(html)):
        assert re.fullmatch(r"[\w\s<>/=\".\-]*", svg)
    assert draw_charts(draw_charts(html)) == draw_charts(html)


def test_the_chart_that_a_page_begins_with_can_stand_apart():
    chart, rest = lead_chart(drawn(f"{BARS}\n## Next\n"))
    assert chart.count("<figure") == chart.count("</figure>") == 1
    assert rest.startswith("<h2 ")


@pytest.mark.parametrize(
    "source",
    ["Text\n\n" + BARS, "::: chart bars\n```\ncode\n```\n:::\n", "::: chart bars\n::: chart bars\nx\n:::\n"],
)
def test_a_chart_elsewhere_or_with_another_figure_inside_stays(source):
    html = drawn(source)
    assert lead_chart(html) == ("", html)
