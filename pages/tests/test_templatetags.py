"""The tags and filters that templates use."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template

from pages.templatetags.wiki import avatar, bar, bytes_short, delta, direction, sections, when
from pages.text.outline import Heading

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 22, 14, 31, tzinfo=UTC), "today, 14:31"),
        (datetime(2026, 11, 21, 23, 59, tzinfo=UTC), "yesterday, 23:59"),
        (datetime(2026, 11, 18, 11, 38, tzinfo=UTC), "18 November, 11:38"),
        (datetime(2024, 3, 4, 9, 0, tzinfo=UTC), "4 March 2024"),
        (None, ""),
    ],
)
def test_when_speaks_as_people_do(moment, words):
    assert when(moment, NOW) == words


@pytest.mark.parametrize(("number", "words"), [(1204, "+1,204"), (-36, "\u221236"), (0, "0")])
def test_delta_shows_a_real_minus_sign(number, words):
    assert delta(number) == words


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 B"), (812, "812 B"), (9800, "9.8 kB"), (2_200_000, "2.2 MB")]
)
def test_bytes_short_picks_the_unit(size, words):
    assert bytes_short(size) == words


@pytest.mark.parametrize(
    ("lang", "way"),
    [
        ("ar", "rtl"),
        ("he-IL", "rtl"),
        ("az-Arab", "rtl"),
        ("ku-Latn", "ltr"),
        ("ur-Latn", "ltr"),
        ("", "ltr"),
    ],
)
def test_direction_follows_the_script_before_the_language(lang, way):
    assert direction(lang) == way


def test_an_avatar_shows_initials_and_keeps_its_color():
    assert 'data-i="ML"' in avatar("Mara Lindqvist")
    assert avatar("Mara Lindqvist") == avatar("Mara Lindqvist")


@pytest.mark.parametrize("name", ["", None, "...", "  "])
def test_an_avatar_without_letters_shows_a_figure(name):
    assert "icons.svg" in avatar(name)


def test_an_avatar_escapes_the_name():
    assert "<script" not in avatar("<script> <b>")


def test_an_icon_points_into_the_sprite():
    html = Template('{% icon "search" "big" %}').render(Context())
    assert 'class="i big"' in html
    assert "#search" in html


@pytest.mark.parametrize(("value", "top", "width"), [(50, 100, 50), (0, 100, 1), (5, 0, 1), (300, 100, 100)])
def test_a_bar_stays_inside_its_box(value, top, width):
    assert f'<rect width="{width}" height="6"/></svg>' in bar(value, top)


def test_sections_nest_level_three_under_level_two():
    outline = [Heading(3, "h-a", "A"), Heading(2, "h-b", "B"), Heading(3, "h-c", "C"), Heading(4, "h-d", "D")]
    nested = [(top.text, [sub.text for sub in subs]) for top, subs in sections(outline)]
    assert nested == [("A", []), ("B", ["C"])]
