"""What is read from the search box."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.search import QueryRefused, parse
from pages.search.query import MAX_QUERY_CHARS, MAX_TERMS


def read(text: str) -> list[str]:
    return [" ".join(term.words) + ("*" if term.is_prefix else "") for term in parse(text).terms]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Flask templates", ["flask", "templates"]),
        ('"application factory" flask', ["application factory", "flask"]),
        ("“typographic quotes” «guillemets too»", ["typographic quotes", "guillemets too"]),
        ('"never closed', ["never closed"]),
        ("node.js", ["node js"]),
        ("temp*", ["temp*"]),
        ('"temp*"', ["temp"]),
        ("東", ["東*"]),
        ("東京都", ["東京 京都"]),
        ("flask FLASK Flask", ["flask"]),
        ('a" OR title:b NEAR(c, 2) --', ["a", "or title b near c 2"]),
        ('"" " " * :* ^ ( ) & | ! <->', []),
        ("", []),
    ],
)
def test_terms_are_words_phrases_and_beginnings(text: str, expected: list[str]) -> None:
    assert sorted(read(text)) == sorted(expected)


def test_a_query_of_the_longest_length_is_taken() -> None:
    assert parse("x" * MAX_QUERY_CHARS).terms


@pytest.mark.parametrize("text", ["x" * (MAX_QUERY_CHARS + 1), "x" * 10_000_000], ids=["by one", "by far"])
def test_a_longer_query_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(QueryRefused, match="shorten it to 500 characters"):
        parse(text)


def test_too_many_terms_are_refused_in_a_sentence() -> None:
    with pytest.raises(QueryRefused, match="keep the 40"):
        parse(" ".join(f"w{n}" for n in range(MAX_TERMS + 1)))


def test_the_text_of_a_query_can_be_shown_whatever_was_sent() -> None:
    assert parse(" a\0b \ud800 ").text == "ab ?"


def test_only_words_without_quotes_are_widened() -> None:
    widened = parse('flas "temp"').widened()
    assert [(term.words, term.is_prefix) for term in widened.terms] == [(("flas",), True), (("temp",), False)]


@given(st.text(max_size=600))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        query = parse(text)
    except QueryRefused:
        return
    query.text.encode()
    assert all(term.words for term in query.terms)
