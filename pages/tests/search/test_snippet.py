"""The stretch of text that is shown for a hit."""

from hypothesis import given
from hypothesis import strategies as st

from pages.search import parse
from pages.search.snippet import MAX_MATCHES, SNIPPET_CHARS, snippet

FILLER = "Nothing to see in this sentence, go on to the next one. " * 20


def shown(text: str, query: str) -> str:
    return "".join(f"[{text}]" if is_match else text for text, is_match in snippet(text, parse(query))[0])


def test_matches_are_marked_whatever_their_case_and_accents() -> None:
    assert shown("A Café and a cafe.", "CAFÉ") == "A [Café] and a [cafe]."


def test_the_stretch_with_most_of_the_words_is_shown() -> None:
    text = f"First a template. {FILLER} Then a template that Jinja fills. {FILLER}"
    snippet_text = shown(text, "jinja template")
    assert "[template] that [Jinja] fills" in snippet_text
    assert snippet_text.startswith("… ")
    assert snippet_text.endswith(" …")


def test_the_beginning_is_shown_where_nothing_matches() -> None:
    assert shown("Only the title has it.", "elsewhere") == "Only the title has it."
    assert shown(FILLER, "elsewhere").startswith("Nothing to see")


def test_words_are_not_cut_in_two() -> None:
    words = set(FILLER.split()) | {"target"}
    pieces = shown(f"{FILLER} target {FILLER}", "target").replace("[", "").replace("]", "").replace("…", "")
    assert set(pieces.split()) <= words


def test_the_beginning_of_a_word_marks_the_whole_word() -> None:
    assert shown("Use templates.", "temp*") == "Use [templates]."


def test_a_chinese_word_is_marked_as_one() -> None:
    assert shown("我在東京都廳工作", "東京都") == "我在[東京都]廳工作"


def test_white_space_becomes_single_spaces() -> None:
    assert shown("one\n\n  two\tthree", "two") == "one [two] three"


def test_the_commonest_word_does_not_make_a_long_snippet() -> None:
    assert len(shown("the " * 20 * MAX_MATCHES, "the")) < 2 * SNIPPET_CHARS


@given(st.text(max_size=1000), st.text(min_size=1, max_size=20))
def test_any_text_gives_a_bounded_snippet_with_nothing_added(text: str, query: str) -> None:
    pieces, _ = snippet(text, parse(query))
    together = "".join(piece.text for piece in pieces).strip("… ")
    assert "".join(together.split()) in "".join(text.split())
    assert len(together) <= 2 * SNIPPET_CHARS
