"""Differences as rows: what a reader sees side by side."""

from itertools import pairwise
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.text.diff import Gap, Row, Span, rows
from pages.text.lines import split_ending, split_lines
from pages.text.rows import MAX_ROWS
from pages.text.words import split_words

texts = st.text(alphabet="ab \n\r漢字e\u0301é.", max_size=60)


def marked(spans: tuple[Span, ...]) -> str:
    return "".join(f"[{span.text}]" if span.is_changed else span.text for span in spans)


def seen(old: str, new: str, **options: int) -> list[tuple[str, str] | int]:
    return [
        row.lines if isinstance(row, Gap) else (marked(row.old), marked(row.new))
        for row in rows(old, new, **options)
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a red fox", "a blue fox", ("a [red] fox", "a [blue] fox")),
        ("one two three four", "one 2 3 four", ("one [two three] four", "one [2 3] four")),
        ("see the docs", "see the docs.", ("see the docs", "see the docs[.]")),
        ("今日は雨です", "今日は雪です", ("今日は[雨]です", "今日は[雪]です")),
        ("วันนี้ดี", "วันนั้ดี", ("วัน[นี้]ดี", "วัน[นั้]ดี")),
        ("my cafe here", "my cafe\u0301 here", ("my [cafe] here", "my [cafe\u0301] here")),
        ("hi 👍🏽 you", "hi 👍🏿 you", ("hi [👍🏽] you", "hi [👍🏿] you")),
        ("all other words", "something else entirely", ("[all other words]", "[something else entirely]")),
        ("", "new", ("", "[new]")),
    ],
)
def test_a_changed_line_shows_its_changed_words(old, new, expected):
    assert [(marked(row.old), marked(row.new)) for row in rows(old, new)] == [expected]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a\r\n", "a\n", ("a[(line ending CR LF)]", "a[(line ending LF)]")),
        ("a", "a\n", ("a[(no line ending)]", "a[(line ending LF)]")),
        ("\r", "\n", ("[(line ending CR)]", "[(line ending LF)]")),
    ],
)
def test_a_changed_line_ending_is_named(old, new, expected):
    assert seen(old, new) == [expected]
    assert all(row.old[-1].is_note and row.new[-1].is_note for row in rows(old, new))


def test_equal_texts_have_no_rows():
    assert rows("a\nb\n", "a\nb\n") == []


def test_unchanged_lines_far_from_a_change_become_a_gap():
    old = "".join(f"line {n}\n" for n in range(1, 21))
    new = old.replace("line 5\n", "line five\n").replace("line 15\n", "line fifteen\n")

    assert seen(old, new, context=1) == [
        3,
        ("line 4", "line 4"),
        ("line [5]", "line [five]"),
        ("line 6", "line 6"),
        7,
        ("line 14", "line 14"),
        ("line [15]", "line [fifteen]"),
        ("line 16", "line 16"),
        4,
    ]


def test_rows_are_numbered_as_an_editor_numbers_lines():
    assert rows("a\nc\n", "a\nb\nc\n") == [
        Row(1, (Span("a", False),), 1, (Span("a", False),), False),
        Row(None, (), 2, (Span("b", True),), True),
        Row(2, (Span("c", False),), 3, (Span("c", False),), False),
    ]


def test_similar_lines_stand_side_by_side_though_a_line_came_between():
    old = "Install the package.\nRun the server now.\n"
    new = "Install the new package.\nWait.\nRun the server.\n"

    assert seen(old, new) == [
        ("Install the package.", "Install the [new ]package."),
        ("", "[Wait.]"),
        ("Run the server[ now].", "Run the server."),
    ]


@given(texts, texts)
def test_rows_hold_both_texts(old, new):
    shown = rows(old, new, context=1_000)

    if old != new:
        assert texts_of((row.old_number, row.old) for row in shown) == without_endings(old)
        assert texts_of((row.new_number, row.new) for row in shown) == without_endings(new)


def texts_of(sides):
    numbered = [
        (number, "".join(span.text for span in spans if not span.is_note))
        for number, spans in sides
        if number is not None
    ]
    assert [number for number, _ in numbered] == list(range(1, len(numbered) + 1))
    return [text for _, text in numbered]


def without_endings(text):
    return [split_ending(line)[0] for line in split_lines(text)]


@given(texts, texts, st.integers(0, 3))
def test_gaps_count_the_lines_they_leave_out(old, new, context):
    shown = rows(old, new, context=context)

    hidden = sum(row.lines for row in shown if isinstance(row, Gap))
    numbered = sum(1 for row in shown if isinstance(row, Row) and row.old_number)
    assert not shown or hidden + numbered == len(split_lines(old))


@given(st.text())
def test_words_are_the_whole_text_and_keep_marks_with_their_letter(text):
    words = split_words(text)

    assert "".join(words) == text
    assert all(before.isspace() or category(word[0])[0] != "M" for before, word in pairwise(words))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don't x_y", ["Don", "'", "t", " ", "x_y"]),
        ("nai\u0308ve", ["nai\u0308ve"]),
        ("हिन्दी है", ["हिन्दी", " ", "है"]),
        ("漢字かな", ["漢", "字", "か", "な"]),
        ("👨\u200d👩\u200d👧🇩🇪🇫🇷", ["👨\u200d👩\u200d👧", "🇩🇪", "🇫🇷"]),
    ],
)
def test_words_are_cut_as_their_script_is_read(text, words):
    assert split_words(text) == words


def test_a_huge_difference_ends_with_the_number_of_lines_not_shown():
    old = "".join(f"old {n}\n" for n in range(8_000))
    new = "".join(f"new {n}\n" for n in range(9_000))

    shown = rows(old, new)

    assert len(shown) == MAX_ROWS + 1
    assert shown[-1] == Gap(9_000 - MAX_ROWS, is_cut=True)


def test_one_changed_word_in_a_line_of_a_megabyte_is_found():
    line = "some words " * 100_000
    half = len(line) // 2

    (row,) = rows(line, line[:half] + "changed" + line[half:])

    assert "changed" in "".join(span.text for span in row.new if span.is_changed)
    assert sum(len(span.text) for span in row.new if span.is_changed) < 50
