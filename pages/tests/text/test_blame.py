"""Every line of a text is blamed on the revision that brought it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.text.blame import advance, count_lines, of_lines, window
from pages.text.diff import HunksDoNotFit, diff
from pages.text.lines import split_lines

lines = st.sampled_from(["a\n", "b\n", "c\r\n", "d\r", "\n", "e\u2028f\n"])
texts = st.tuples(st.lists(lines, max_size=12), st.sampled_from(["", "end"])).map(
    lambda parts: "".join(parts[0]) + parts[1]
)
histories = st.lists(texts, min_size=1, max_size=12)


def blame(history):
    """The runs after each text of `history`, whose numbers count from 1."""
    runs, before, found = [], "", []
    for number, text in enumerate(history, start=1):
        runs = advance(runs, diff(before, text), number)
        before = text
        found.append(runs)
    return found


@pytest.mark.parametrize(
    ("history", "runs"),
    [
        ([""], []),
        (["a\nb\n"], [[1, 2]]),
        (["a\nb\n", "a\nx\nb\n"], [[1, 1], [2, 1], [1, 1]]),
        (["a\nb\n", "a\nx\nb\n", "a\nb\n"], [[1, 2]]),
        (["a\nb\n", "b\n"], [[1, 1]]),
        (["a\n", "a"], [[2, 1]]),
        (["a\nb\nc\n", "a\nB\nc\n", "a\nB\nC\n"], [[1, 1], [2, 1], [3, 1]]),
        (["a\n", ""], []),
    ],
)
def test_lines_are_blamed_on_who_brought_them(history, runs):
    assert blame(history)[-1] == runs


@given(histories)
def test_the_runs_count_the_lines_of_every_text(history):
    for text, runs in zip(history, blame(history), strict=True):
        assert count_lines(runs) == len(split_lines(text))


@given(histories)
def test_every_line_stands_in_the_revision_that_is_blamed_for_it(history):
    for text, runs in zip(history, blame(history), strict=True):
        numbers = [number for number, length in runs for _ in range(length)]
        for line, number in zip(split_lines(text), numbers, strict=True):
            assert line in split_lines(history[number - 1])
            assert number <= len(history)


@given(histories)
def test_neighboring_runs_differ_and_none_is_empty(history):
    runs = blame(history)[-1]
    assert all(length > 0 for _, length in runs)
    assert all(a[0] != b[0] for a, b in pairwise(runs))


@given(texts)
def test_the_first_revision_wrote_all_of_its_lines(text):
    assert of_lines(text, 1) == blame([text])[0]


def test_advancing_leaves_the_given_runs_alone():
    runs = [[1, 2]]
    advance(runs, diff("a\nb\n", "a\nb\nc\n"), 1)
    assert runs == [[1, 2]]


def test_hunks_of_a_longer_text_are_refused():
    with pytest.raises(HunksDoNotFit):
        advance([[1, 1]], diff("a\nb\nc\n", "a\nb\nX\n"), 2)


@given(histories, st.integers(1, 5), st.integers(1, 3))
def test_screens_one_after_the_other_show_every_line_once(history, size, numbers):
    runs = blame(history)[-1]
    shown, start = [], 0
    while stretches := window(runs, start, lines=size, numbers=numbers):
        assert sum(s.lines for s in stretches) <= size
        assert len({s.number for s in stretches}) <= numbers
        shown += [s.number for s in stretches for _ in range(s.lines)]
        start = stretches[-1].start + stretches[-1].lines
    assert shown == [number for number, length in runs for _ in range(length)]
