"""Front matter merges key by key, and every byte that nobody changed stays."""

import pytest

from pages.text.merge import Conflict, merge


def page(*lines: str, body: str = "Text.\n") -> str:
    return "".join(f"{line}\n" for line in ("---", *lines, "---")) + body


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        (["a: 1", "b: 1"], ["a: 2", "b: 1"], ["a: 1", "b: 2"], ["a: 2", "b: 2"]),
        (["a: 1"], ["a: 1", "mine: 1"], ["a: 1", "theirs: 1"], ["a: 1", "theirs: 1", "mine: 1"]),
        (["a: 1"], ["mine: 1", "a: 1"], ["a: 1", "theirs: 1"], ["mine: 1", "a: 1", "theirs: 1"]),
        (["a: 1", "b: 1"], ["a: 1"], ["a: 2", "b: 1"], ["a: 2"]),
        (["a: 1", "b: 1"], ["b: 1"], ["a: 1", "new: 1", "b: 1"], ["new: 1", "b: 1"]),
        (
            ["a: 1"],
            ["a: 1", "same: 1", "m: 1"],
            ["t: 1", "same: 1", "a: 1"],
            ["t: 1", "a: 1", "same: 1", "m: 1"],
        ),
        (["a: 1", "b: 1"], ["a: 2", "b: 1"], ["a: 2", "b: 1"], ["a: 2", "b: 1"]),
        (
            ["needs:", "  - one", "  - two"],
            ["needs:", "  - one", "  - two", "  - mine"],
            ["needs:", "  - 1", "  - two"],
            ["needs:", "  - 1", "  - two", "  - mine"],
        ),
        (
            ["# A", 'a:   "1"  # one', "", "# B", "b: |", "  x", "", "  # no comment", "c: 1"],
            ["# A", 'a:   "1"  # one', "", "# My B", "b: |", "  x", "", "  # no comment", "c: 1"],
            ["# A", 'a:   "2"  # one', "", "# B", "b: |", "  x", "", "  # no comment", "c: 2"],
            ["# A", 'a:   "2"  # one', "", "# My B", "b: |", "  x", "", "  # no comment", "c: 2"],
        ),
        (["b: 1", "a: 1"], ["a: 1", "b: 1"], ["b: 1", "a: 1"], ["a: 1", "b: 1"]),
    ],
    ids=[
        "neighboring keys",
        "two keys added at one place",
        "keys added at both ends",
        "a key deleted and another changed",
        "a key deleted and one added behind it",
        "one key added by both at different places",
        "the same change",
        "lines of one list",
        "comments, quotes and empty lines",
        "keys put in another order",
    ],
)
def test_changes_of_different_keys_fit(base, mine, theirs, merged):
    assert merge(page(*base), page(*mine), page(*theirs)).text == page(*merged)


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        ("b: 1\n", "b: 2\n", "b: 3\n"),
        ("b: 16 April 2010\n", "b: 17 April 2010\n", "b: 16 April 2011\n"),
        ("b: 1\n", "", "b: 3\n"),
        ("", "b: 2\n", "b: 3\n"),
        ("b: [x, y, z]\n", "b: [x, y, m]\n", "b: [t, y, z]\n"),
    ],
    ids=["one value", "two words of one value", "a key deleted", "a key added by both", "one list"],
)
def test_one_key_changed_in_two_ways_is_a_conflict_of_its_lines(base, mine, theirs):
    above, below = "---\n# Facts\na: 1\n", "c: 1\n---\nText.\n"

    merged = merge(above + base + below, above + mine + below, above + theirs + below)

    assert merged.conflicts == (Conflict(0, base, mine, theirs),)
    assert merged.resolve({0: mine}) == above + mine + below


def test_facts_and_text_merge_each_on_its_own():
    base = page("a: 1", body="One.\n\nTwo.\n")

    merged = merge(base, base.replace("a: 1", "a: 2"), base.replace("One.", "1.").replace("Two.", "2."))

    assert merged.text == page("a: 2", body="1.\n\n2.\n")


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        (page("a: 1"), "New.\n\nText.\n", page("a: 1", body="New.\n\nText.\n")),
        ("New.\n\nText.\n", page("a: 1"), page("a: 1", body="New.\n\nText.\n")),
        (page("a: 1"), page("b: 1"), page("b: 1", "a: 1")),
        (page("a: 1"), page("a: 1"), page("a: 1")),
    ],
    ids=[
        "by one, below it text by the other",
        "the other way round",
        "different ones by both",
        "one by both",
    ],
)
def test_a_first_block_stands_once_and_on_top(mine, theirs, merged):
    assert merge("Text.\n", mine, theirs).text == merged


def test_a_deleted_block_stays_deleted():
    base = page("a: 1")

    assert merge(base, "Text.\n", base + "More.\n").text == "Text.\nMore.\n"


def test_a_block_deleted_by_one_and_changed_by_the_other_clashes_as_a_whole():
    merged = merge(page("a: 1"), "Text.\n", page("a: 2"))

    assert merged.resolve({0: merged.conflicts[0].mine}) == "Text.\n"
    assert merged.resolve({0: merged.conflicts[0].theirs}) == page("a: 2")


@pytest.mark.parametrize(
    "damage",
    ["c: [1", "a: 2", "c: &anchor 1", "  c: 1", "? [c]\n: 1", "c: \x01", "c: " + "x" * 17_000],
    ids=[
        "a syntax error",
        "a key twice",
        "an anchor",
        "indented",
        "no plain key",
        "a control character",
        "17 KB",
    ],
)
def test_a_block_that_cannot_be_cut_at_its_keys_merges_line_by_line(damage):
    base = page("a: 1", damage, "z: 1", body="One.\n\nTwo.\n")

    merged = merge(base, base.replace("Two.", "2."), base.replace("z: 1", "z: 2"))
    clashing = merge(base, base.replace("z: 1", "z: 3"), base.replace("z: 1", "z: 2"))

    assert merged.text == page("a: 1", damage, "z: 2", body="One.\n\n2.\n")
    assert clashing.conflicts == (Conflict(0, "z: 1\n", "z: 3\n", "z: 2\n"),)


def test_a_merge_that_would_give_one_nested_key_twice_asks():
    base, mine, theirs = (
        page("release:", "  first: 1", *more) for more in ([], ["  last: 2"], ["  last: 3"])
    )

    assert merge(base, mine, theirs).text is None


def test_a_closing_fence_without_an_ending_does_not_run_into_new_text():
    base = "---\na: 1\n---"

    assert merge(base, base.replace("1", "2"), f"{base}\nText.").text == "---\na: 2\n---\nText."


def test_line_endings_of_keys_survive():
    base = "---\r\na: 1\r\nb: 1\r\n---\r\n"

    assert merge(base, base.replace("a: 1", "a: 2"), base.replace("b: 1", "b: 2")).text == (
        "---\r\na: 2\r\nb: 2\r\n---\r\n"
    )
