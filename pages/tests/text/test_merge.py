"""Two edits of one text, merged: neither loses a word, and only a true overlap asks a person."""

import random
from time import process_time

import pytest

from pages.text.merge import ChoiceMissing, Conflict, Merged, merge

POEM = "First line.\n\nSecond line.\n\nThird line.\n"


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n"),
        ("a\nb\n", "A\nb\n", "a\nB\n", "A\nB\n"),
        ("a\nb\n", "a\nmine\nb\n", "a\ntheirs\nb\n", "a\ntheirs\nmine\nb\n"),
        ("a\nb\n", "a\nsame\nb\n", "a\nsame\nb\n", "a\nsame\nb\n"),
        ("a\nb\n", "a\nsame\nmore\nb\n", "a\nsame\nb\n", "a\nsame\nmore\nb\n"),
        ("a\nb\nc\n", "a\nc\n", "a\nb\nc\nd\n", "a\nc\nd\n"),
        ("a\nb\nc\n", "a\nc\n", "a\nc\n", "a\nc\n"),
        ("a\nb\nc\n", "a\nc\n", "a\nb\nnew\nc\n", "a\nnew\nc\n"),
        ("a\nb\n", "a\nB\n", "a\nnew\nb\n", "a\nnew\nB\n"),
        ("a\n", "", "a\n", ""),
        ("", "mine\n", "theirs\n", "theirs\nmine\n"),
        ("one\n", "one\n", "", ""),
    ],
    ids=[
        "different lines",
        "neighboring lines",
        "two additions at one place, the saved one first",
        "the same addition",
        "an addition that goes on from the saved one",
        "a deletion and an addition elsewhere",
        "the same deletion",
        "a deletion and an addition beside it",
        "a change and an addition before it",
        "everything deleted",
        "two first texts",
        "everything deleted by the other",
    ],
)
def test_changes_of_different_lines_fit(base, mine, theirs, merged):
    assert merge(base, mine, theirs).text == merged


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        (
            "Flask is a small framework for the web.\n",
            "Flask is a tiny framework for the web.\n",
            "Flask is a small framework for the internet.\n",
            "Flask is a tiny framework for the internet.\n",
        ),
        (
            "| Flask | 3.0 | BSD |\n",
            "| Flask | 3.1 | BSD |\n",
            "| Flask | 3.0 | MIT |\n",
            "| Flask | 3.1 | MIT |\n",
        ),
        (
            "He came. She saw. They won.\n",
            "He came.\n\nShe saw. They won.\n",
            "He came. She saw. They lost.\n",
            "He came.\n\nShe saw. They lost.\n",
        ),
        (
            "- one fish\n- two fish\n- red fish\n",
            "- 1 fish\n- 2 fish\n- big red fish\n",
            "- one fish\n- two fish\n- red fish swims\n",
            "- 1 fish\n- 2 fish\n- big red fish swims\n",
        ),
        ("我喜欢红色的花\n", "他喜欢红色的花\n", "我喜欢红色的树\n", "他喜欢红色的树\n"),
    ],
    ids=["prose", "cells of a row", "a paragraph cut in two", "one line of a rewritten list", "no spaces"],
)
def test_changes_of_different_words_of_a_line_fit(base, mine, theirs, merged):
    assert merge(base, mine, theirs).text == merged


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        ("a big house\n", "a small house\n", "a huge house\n"),
        ("a big red house\n", "a small red house\n", "a big blue house\n"),
        ("Python 3.11 or later\n", "Python 4.11 or later\n", "Python 3.12 or later\n"),
        ("No sign-in.\n", "No sign-in, but an extension.\n", "No sign-in. Count first.\n"),
        ("It is here. It goes on.\n", "It is here.\n", "It is here. It runs on.\n"),
    ],
    ids=["one word", "neighboring words", "two halves of a number", "two ends", "a deleted sentence"],
)
def test_changes_of_one_word_or_its_neighbors_clash(base, mine, theirs):
    merged = merge(f"above\n{base}below\n", f"above\n{mine}below\n", f"above\n{theirs}below\n")

    assert merged.text is None
    assert merged.parts == (Merged("above\n"), Conflict(0, base, mine, theirs), Merged("below\n"))


def test_a_line_deleted_by_one_and_changed_by_the_other_clashes():
    assert merge("a\nb\nc\n", "a\nc\n", "a\nB\nc\n").conflicts == (Conflict(0, "b\n", "", "B\n"),)


def test_a_line_added_inside_a_deleted_stretch_clashes():
    merged = merge("a\nb\nc\nd\n", "a\nd\n", "a\nb\nnew\nc\nd\n")

    assert merged.conflicts == (Conflict(0, "b\nc\n", "", "b\nnew\nc\n"),)


def test_only_the_line_that_both_changed_is_asked_about():
    merged = merge("- a 1\n- b 1\n- c 1\n", "- a 2\n- b 2\n- c 2\n", "- a 1\n- b 3\n- c 1\n")

    assert merged.parts == (
        Merged("- a 2\n"),
        Conflict(0, "- b 1\n", "- b 2\n", "- b 3\n"),
        Merged("- c 2\n"),
    )


def test_both_halves_of_a_cut_paragraph_are_asked_about_together():
    base, mine, theirs = "He came. She saw.\n", "He came. She knew.\n", "He came.\n\nThe other one saw.\n"

    assert merge(base, mine, theirs).conflicts == (Conflict(0, base, mine, theirs),)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("a\r\nb\r\nc\r\n", "A\r\nb\r\nc\r\n", "a\r\nb\r\nC\r\n", "A\r\nb\r\nC\r\n"),
        ("a\rb\rc\r", "A\rb\rc\r", "a\rb\rC\r", "A\rb\rC\r"),
        ("a\nb\r\nc\n", "a\nb\nc\n", "A\nb\r\nc\n", "A\nb\nc\n"),
        ("a\nb\nc", "A\nb\nc", "a\nb\nc\nd", "A\nb\nc\nd"),
        ("a\nb", "a\nb\nmine", "a\nb\ntheirs", "a\nb\ntheirs\nmine"),
        ("a\r\nb", "a\r\nb\r\nmine", "a\r\nb\r\ntheirs\r\n", "a\r\nb\r\ntheirs\r\nmine\r\n"),
        ("a\nb\n", "a\nb", "A\nb\n", "A\nb"),
        ("a\nb", "a\nb\n", "A\nb", "A\nb\n"),
        ("a\u2028b\nc\nd\n", "a\u2028b\nC\nd\n", "a\u2028B\nc\nd\n", "a\u2028B\nC\nd\n"),
        ("x\n", "\nx\n", "a\rx\n", "a\r\r\nx\n"),
    ],
    ids=[
        "CR LF",
        "lone CR",
        "one line from CR LF to LF",
        "no ending at the end",
        "two additions below a last line without ending",
        "an ending added to the last line",
        "an ending taken from the last line",
        "an ending given to the last line",
        "a line separator is not a line ending",
        "an empty line behind a lone CR does not vanish",
    ],
)
def test_line_endings_survive_as_they_were_typed(base, mine, theirs, merged):
    assert merge(base, mine, theirs).text == merged


def test_a_conflict_at_the_end_keeps_each_sides_own_end():
    assert merge("a\nb", "a\nmine", "a\ntheirs\n").conflicts == (Conflict(0, "b", "mine", "theirs\n"),)


def test_each_conflict_takes_the_text_that_was_chosen_for_it():
    merged = merge("a\n-\nb\n", "mine a\n-\nmine b\n", "their a\n-\ntheir b\n")
    first, second = merged.conflicts

    assert merged.resolve({0: first.mine, 1: second.theirs}) == "mine a\n-\ntheir b\n"
    assert merged.resolve({0: "", 1: second.both}) == "-\ntheir b\nmine b\n"


def test_a_chosen_text_without_an_ending_does_not_run_into_the_next_line():
    merged = merge("a\r\nb\r\n", "mine\r\nb\r\n", "theirs\r\nb\r\n")

    assert merged.resolve({0: "my own"}) == "my own\r\nb\r\n"


def test_a_conflict_without_a_choice_is_refused_by_its_number():
    with pytest.raises(ChoiceMissing, match="conflict 1"):
        merge("a\n", "b\n", "c\n").resolve({})


# What other wikis' users reported, each as the three texts that it takes.
@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        (
            POEM,
            POEM.replace("First", "My"),
            POEM.replace("Third", "Their"),
            "My line.\n\nSecond line.\n\nTheir line.\n",
        ),
        (POEM, POEM + "\nMine.\n", POEM + "\nTheirs.\n", POEM + "\nTheirs.\n\nMine.\n"),
        (
            POEM,
            POEM.replace("First", "1st"),
            POEM.replace("First", "1st") + "End.\n",
            POEM.replace("First", "1st") + "End.\n",
        ),
        (
            POEM,
            POEM.replace("Third", "3rd"),
            POEM.replace("Second line.\n\n", ""),
            "First line.\n\n3rd line.\n",
        ),
    ],
    ids=[
        "last writer wins: BookStack #395",
        "last writer wins, both append: Gollum #1095",
        "a stale draft of what is saved already: MoinMoin #2296",
        "deleted text brought back: django-wiki simple_merge",
    ],
)
def test_what_other_wikis_lose_is_kept(base, mine, theirs, merged):
    assert merge(base, mine, theirs).text == merged


@pytest.mark.parametrize("seed", range(5))
def test_fifty_edits_of_different_paragraphs_fit_in_any_order(seed):
    paragraphs = [f"Paragraph {n} has its own words, such as word{n}.\n" for n in range(50)]
    base = "\n".join(paragraphs)
    edits = [base.replace(f"word{n}.", f"word{n} and edit{n}.") for n in range(50)]
    random.Random(seed).shuffle(edits)

    current = base
    for edit in edits:
        current = merge(base, edit, current).text

    assert current == "\n".join(
        paragraph.replace(f"word{n}.", f"word{n} and edit{n}.") for n, paragraph in enumerate(paragraphs)
    )


def test_fifty_additions_at_one_place_all_stand():
    base = "Who uses it:\n\n"
    current = base
    for n in range(50):
        current = merge(base, f"{base}- company {n}\n", current).text

    assert current == base + "".join(f"- company {n}\n" for n in range(50))


def test_of_fifty_edits_of_one_line_one_is_saved_and_the_others_conflict():
    base = "The one line.\n"
    edits = [f"The line {n}.\n" for n in range(50)]

    for edit in edits[1:]:
        assert merge(base, edit, edits[0]).conflicts == (Conflict(0, base, edit, edits[0]),)


def numbered(word: str, lines: int) -> str:
    return "".join(f"{word} {n} has a few words of its own\n" for n in range(lines))


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        (numbered("old", 25_000), numbered("mine", 25_000), numbered("theirs", 25_000)),
        (
            numbered("old", 25_000),
            numbered("old", 25_000).replace("0 has", "0 had"),
            numbered("old", 25_000).replace("0 has", "0 got"),
        ),
        ("a\nb\nb\n" * 160_000, "b\na\na\nb\n" * 120_000, "b\nb\na\n" * 160_000),
        ("a b " * 250_000, "a c " * 250_000, "b a " * 250_000),
        ("a\n\n" * 300_000, "b\n\n" * 300_000, "c\n\n" * 300_000),
    ],
    ids=["nothing in common", "one line in ten", "few different lines", "one line", "every other line"],
)
def test_a_megabyte_that_both_changed_throughout_is_merged_in_bounded_time(base, mine, theirs):
    started = process_time()

    merged = merge(base, mine, theirs)

    assert process_time() - started < 6, "took as long as comparing every line with every other"
    assert merged.resolve({conflict.index: conflict.base for conflict in merged.conflicts})


def test_paragraph_that_both_cut_in_two_is_not_doubled_where_one_deleted_the_line_before_it():
    base = "Go away.\nOne two.\nEnd.\n"
    mine = "Go away.\nOne\n\ntwo.\nEnd.\n"
    theirs = "One\n\ntwo.\nEnd.\n"

    for one, other in ((mine, theirs), (theirs, mine)):
        found = merge(base, one, other)
        assert found.resolve({clash.index: clash.mine for clash in found.conflicts}) == one
        assert found.resolve({clash.index: clash.theirs for clash in found.conflicts}) == other
