"""Differences as hunks: they rebuild the new text, and they are as small as a reader would expect."""

import gzip
import json
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.text.alignment import Budget, changes, longest_matches
from pages.text.diff import Hunk, HunksDoNotFit, apply, diff, sizes
from pages.text.lines import split_lines

HISTORIES = Path(__file__).parents[1] / "data" / "histories"

# Few letters make many equal lines, where a difference can go wrong; the rest are lookalikes of line ends.
texts = st.text(alphabet="ab \n\r\u2028\x0b\x85é", max_size=60)
lists = st.lists(st.sampled_from("abcd"), max_size=24)


def read_history(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        return [json.loads(line)["text"] for line in lines]


@pytest.mark.parametrize(
    ("old", "new", "hunks"),
    [
        ("", "", []),
        ("", "a", [Hunk(0, (), 0, ("a",))]),
        ("a\n", "", [Hunk(0, ("a\n",), 0, ())]),
        ("a\nb\nc\n", "a\nB\nc\n", [Hunk(1, ("b\n",), 1, ("B\n",))]),
        ("a\nb\n", "a\nb\nc\n", [Hunk(2, (), 2, ("c\n",))]),
        ("a\n\nb\n", "a\n\nx\n\nb\n", [Hunk(2, (), 2, ("x\n", "\n"))]),
        ("a\nb\nc\nd\n", "b\nc\nx\nd\n", [Hunk(0, ("a\n",), 0, ()), Hunk(3, (), 2, ("x\n",))]),
        ("a\n", "a\r\n", [Hunk(0, ("a\n",), 0, ("a\r\n",))]),
        ("a", "a\n", [Hunk(0, ("a",), 0, ("a\n",))]),
        ("a\u2028b\n", "a\u2028c\n", [Hunk(0, ("a\u2028b\n",), 0, ("a\u2028c\n",))]),
    ],
)
def test_a_difference_names_only_the_lines_that_changed(old, new, hunks):
    assert diff(old, new) == hunks


def test_a_moved_paragraph_keeps_its_neighbours_unchanged():
    old = "intro\nfirst\nsecond\nthird\nend\n"
    new = "intro\nthird\nfirst\nsecond\nend\n"

    assert diff(old, new) == [Hunk(1, (), 1, ("third\n",)), Hunk(3, ("third\n",), 4, ())]


@given(texts, texts)
def test_applying_a_difference_gives_the_new_text(old, new):
    assert apply(diff(old, new), old) == new


@given(texts)
def test_a_text_does_not_differ_from_itself(text):
    assert diff(text, text) == []


@given(texts, texts)
def test_hunks_are_in_order_apart_and_different_at_both_ends(old, new):
    hunks = diff(old, new)

    for hunk in hunks:
        assert hunk.old_lines[:1] != hunk.new_lines[:1]
        assert hunk.old_lines[-1:] != hunk.new_lines[-1:]
        assert split_lines(new)[hunk.new_start :][: len(hunk.new_lines)] == list(hunk.new_lines)
    for before, after in pairwise(hunks):
        assert before.old_start + len(before.old_lines) < after.old_start
        assert before.new_start + len(before.new_lines) < after.new_start


@given(lists, lists)
def test_no_more_items_can_be_matched_than_are_matched(old, new):
    matches = longest_matches(old, new, Budget(100_000))
    old_places, new_places = matches or ([], [])

    assert [old[place] for place in old_places] == [new[place] for place in new_places]
    assert all(before < after for places in (old_places, new_places) for before, after in pairwise(places))
    assert len(old_places) == longest_common(old, new)


def longest_common(old: list[str], new: list[str]) -> int:
    best = [0] * (len(new) + 1)
    for mine in old:
        row = [0]
        for place, theirs in enumerate(new):
            row.append(best[place] + 1 if mine == theirs else max(best[place + 1], row[-1]))
        best = row
    return best[-1]


@given(lists, lists)
def test_a_spent_budget_still_gives_a_true_difference(old, new):
    rebuilt, at = [], 0
    for change in changes(old, new, max_steps=0):
        rebuilt += old[at : change.old_start] + new[change.new_start : change.new_end]
        at = change.old_end

    assert rebuilt + old[at:] == new


def test_hunks_of_another_text_are_refused_with_the_line():
    with pytest.raises(HunksDoNotFit, match="line 2"):
        apply(diff("a\nb\n", "a\nc\n"), "a\nx\n")


def test_sizes_count_the_bytes_of_changed_lines():
    assert sizes("same\nold\n", "same\nnewér\n") == (7, 4)


@pytest.mark.parametrize("path", sorted(HISTORIES.glob("*.jsonl.gz")), ids=lambda path: path.name)
def test_every_revision_of_a_real_history_follows_from_the_one_before(path):
    revisions = read_history(path)

    assert len(revisions) > 20
    for old, new in pairwise(revisions):
        assert apply(diff(old, new), old) == new
        assert apply(diff(new, old), new) == old


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n".join(f"old {n}" for n in range(80_000)), "\n".join(f"new {n}" for n in range(80_000))),
        ("a\nb\nb\n" * 160_000, "b\na\na\nb\n" * 120_000),
        ("a" * 1_000_000, "b" * 1_000_000),
    ],
    ids=["nothing in common", "few different lines", "one line"],
)
def test_a_megabyte_that_changed_throughout_is_compared_at_once(old, new):
    started = process_time()

    hunks = diff(old, new)

    assert process_time() - started < 3, "took as long as comparing every line with every other"
    assert apply(hunks, old) == new
