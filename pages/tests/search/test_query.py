"""What is read from the search box."""

from datetime import date

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


def test_operators_are_read_in_any_mixture() -> None:
    query = parse(
        'license:MIT small -django -"large app" by:"Petra Holm" -by:bob after:2025 before:2026-07 in:pages'
    )
    assert [(term.words, term.is_fact) for term in query.terms] == [
        (("license=mit",), True),
        (("small",), False),
    ]
    assert [term.words for term in query.excluded] == [("django",), ("large", "app")]
    assert (query.by, query.not_by, query.place) == (("Petra Holm",), ("bob",), "pages")
    assert (query.after, query.before) == (date(2026, 1, 1), date(2026, 7, 1))
    assert query.hints == ()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("std::vector", ["std vector"]),
        ("https://flask.example/a", ["https flask example a"]),
        ("12:30", ["12 30"]),
        ("well-known", ["well known"]),
        ("a - b", ["a", "b"]),
        ("--x", ["x"]),
        ("note:", ["note"]),
    ],
)
def test_what_is_no_operator_is_words(typed: str, words: list[str]) -> None:
    assert sorted(read(typed)) == sorted(words)
    assert parse(typed).excluded == ()


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("flask before:soon", "“soon” is no date: write before:2026, before:2026-11 or before:2026-11-28."),
        ("flask after:2026-13", "“2026-13” is no date"),
        ("flask after:2026-02-30", "is no date"),
        ("flask after:9999-12-31", "is no date"),
        ("flask in:files", "“in:” knows in:pages and in:comments, not “files”."),
        ("flask by:", "right behind “by:”, as in by:anna."),
        ('flask by:""', "right behind “by:”, as in by:anna."),
        ("flask license:???", "right behind “license:”, as in license:value."),
        ("flask -in:comments", "A minus before “in:” has no meaning"),
        ('flask "application fac', "A closing quotation mark is missing"),
        ("-flask", "say what to find as well"),
        ("flask after:2025 before:2024", "No day lies both after and before"),
        ("license:mit in:comments", "Comments have no facts"),
    ],
)
def test_what_is_not_understood_is_said(typed: str, hint: str) -> None:
    [said] = parse(typed).hints
    assert hint in said


def test_one_operator_can_be_replaced_in_the_typed_text() -> None:
    query = parse('flask  in:comments "a b" after:2025')
    assert query.typed_with("in", "in:pages") == 'flask "a b" after:2025 in:pages'
    assert query.typed_with("after") == 'flask in:comments "a b"'


@given(st.text(max_size=600))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        query = parse(text)
    except QueryRefused:
        return
    query.text.encode()
    assert all(term.words for term in query.terms)
