"""Line endings after a round through a browser, which knows only CR LF."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.text.line_endings import restore

texts = st.text(alphabet="ab\n\r\u2028", max_size=40)


def browser(text: str) -> str:
    return re.sub(r"\r\n|\r|\n", "\r\n", text)


@given(texts)
def test_an_untouched_text_comes_back_byte_for_byte(base):
    assert restore(base, browser(base)) == base


@given(texts, texts)
def test_only_line_endings_are_ever_exchanged(base, submitted):
    assert browser(restore(base, browser(submitted))) == browser(submitted)


@given(texts, texts)
def test_a_text_restored_once_stays_as_it_is(base, submitted):
    restored = restore(base, browser(submitted))

    assert restore(restored, browser(restored)) == restored


@pytest.mark.parametrize(
    ("base", "submitted", "restored"),
    [
        ("", "a\r\nb", "a\nb"),
        ("a\nb\n", "a\r\nnew\r\nb\r\n", "a\nnew\nb\n"),
        ("a\r\nb\r\n", "a\r\nnew\r\nb\r\n", "a\r\nnew\r\nb\r\n"),
        ("a\nb\r\nc\nd\re\n", "a\r\nb\r\nC\r\nd\r\ne\r\n", "a\nb\r\nC\nd\re\n"),
        ("a\nb", "a\r\nb", "a\nb"),
        ("a\nb", "a\r\nb\r\nc", "a\nb\nc"),
        ("a\nb\n", "a\r\nb", "a\nb"),
        ("a\r\nb", "a\r\nb\r\n", "a\r\nb\r\n"),
        ("a\rb\r\n\n", "a\r\n\r\n", "a\r\r\n"),
    ],
    ids=[
        "a new page gets LF",
        "LF stays LF",
        "CR LF stays CR LF",
        "mixed endings stay mixed, changed lines take the usual one",
        "no ending at the end stays so",
        "a line behind the last one gives it an ending",
        "an ending taken away stays away",
        "an ending added at the end is the usual one",
        "an empty line behind a lone CR does not vanish",
    ],
)
def test_lines_of_the_base_keep_their_endings(base, submitted, restored):
    assert restore(base, submitted) == restored
