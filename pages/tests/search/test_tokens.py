"""The words that the index knows: what counts as the same word, and where words end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.search.spelling import trigrams
from pages.search.tokens import MAX_TOKEN_CHARS, fold, tokens, words, words_to_find


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Node.js 3.11", ["node", "js", "3", "11"]),
        ("C, C++ and C#", ["c", "c++", "and", "c#"]),
        ("page#section ## C##", ["page", "section", "c"]),
        ("don't _private_ snake_case", ["don", "t", "private", "snake", "case"]),
        ("Éclair e\u0301clair ECLAIR", ["eclair"] * 3),
        ("Straße Ærøskøbing Łódź İstanbul", ["strasse", "aeroskobing", "lodz", "istanbul"]),
        ("ﬁle ｗｉｄｅ", ["file", "wide"]),
        ("می\u200cخواهم soft\u00adhyphen", ["میخواهم", "softhyphen"]),
        ("ёлка Ёлка", ["елка", "елка"]),
        ("مُحَمَّد שָׁלוֹם", ["محمد", "שלום"]),
        ("हिन्दी किताब", ["हिन्दी", "किताब"]),
        ("a\0b\ud800c\u202e", ["a", "b", "c"]),
        ("", []),
        ("!?… 😀", []),
    ],
)
def test_words_are_folded_and_cut(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "indexed", "asked"),
    [
        ("東京都", ["東京", "京都", "都"], ["東京", "京都"]),
        ("都", ["都"], ["都"]),
        ("東京flask", ["東京", "京", "flask"], ["東京", "京", "flask"]),
        ("한국어", ["한국", "국어", "어"], ["한국", "국어"]),
        ("ไทย", ["ไท", "ทย", "ย"], ["ไท", "ทย"]),
        ("ｶﾞｷ", ["ガキ", "キ"], ["ガキ"]),
    ],
)
def test_scripts_without_spaces_become_pairs(text: str, indexed: list[str], asked: list[str]) -> None:
    assert words(text) == indexed
    assert words_to_find(text) == asked


def test_a_kana_voice_mark_makes_another_word() -> None:
    assert fold("が") != fold("か")


def test_a_very_long_word_is_cut() -> None:
    assert words("x" * 5000) == ["x" * MAX_TOKEN_CHARS]


def test_trigrams_know_the_beginning_of_a_word() -> None:
    assert trigrams("Go") == {"__g", "_go", "go_"}


@given(st.text(max_size=200))
def test_places_are_in_order_and_inside_the_text(text: str) -> None:
    places = [(token.start, token.end) for token in tokens(text)]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)


@given(st.text(max_size=200))
def test_words_hold_nothing_that_a_database_could_read_as_syntax(text: str) -> None:
    assert not set("".join(words(text))) & set("\"'\\:*()&|!<>^-, \t\n\0")


@given(st.text(max_size=50))
def test_cutting_words_again_changes_nothing_in_alphabets_with_spaces(text: str) -> None:
    once = [word for word in words(text) if word.isascii()]
    assert words(" ".join(once)) == once
