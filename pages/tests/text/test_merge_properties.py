"""What holds for every merge, of made-up texts and of real histories."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.text.lines import split_lines
from pages.text.merge import Merged, merge

HISTORIES = Path(__file__).parents[1] / "data" / "histories"

# Few letters make many equal lines, where a merge can go wrong; the rest are lookalikes of line ends.
texts = st.text(alphabet="ab \n\r\u2028\x85é", max_size=50)
blocks = st.lists(st.sampled_from(["a: 1", "a: 2", "b: 1", "# c", "  - x", "d:", "", "---", "{"]), max_size=7)
sources = st.builds(
    lambda block, body: "".join(f"{line}\n" for line in ["---", *block, "---"]) + body, blocks, texts
)
pages = texts | sources


@given(pages, pages)
def test_an_edit_that_nobody_else_touched_is_saved_as_it_is(base, edit):
    assert merge(base, edit, base).text == edit
    assert merge(base, base, edit).text == edit
    assert merge(base, edit, edit).text == edit


@given(pages, pages, pages)
def test_a_conflict_holds_stretches_of_the_three_texts_and_no_new_letter_is_lost(base, mine, theirs):
    merged = merge(base, mine, theirs)
    letters = "".join(part.text for part in merged.parts if isinstance(part, Merged))
    letters += "".join(conflict.mine + conflict.theirs for conflict in merged.conflicts)

    assert set(mine + theirs) - set(base) <= set(letters)
    assert [conflict.index for conflict in merged.conflicts] == list(range(len(merged.conflicts)))
    for conflict in merged.conflicts:
        assert conflict.mine != conflict.theirs
        assert conflict.mine.rstrip("\r\n") in mine
        assert conflict.theirs.rstrip("\r\n") in theirs
        assert conflict.base.rstrip("\r\n") in base


@given(pages, pages, pages)
def test_whose_edit_was_first_matters_only_for_the_order_of_additions(base, mine, theirs):
    merged, turned = merge(base, mine, theirs), merge(base, theirs, mine)

    assert [(c.base, c.mine, c.theirs) for c in merged.conflicts] == [
        (c.base, c.theirs, c.mine) for c in turned.conflicts
    ]
    assert lines_of(merged) == lines_of(turned)


def lines_of(merged):
    return sorted(
        line.rstrip("\r\n")
        for part in merged.parts
        if isinstance(part, Merged)
        for line in split_lines(part.text)
    )


Lines = list[list[str]]
WORDS = ["keep"] * 5 + ["drop", "rewrite", "swap", "put", "take", "above"]


@st.composite
def edits(draw, base: Lines, who: str, acts: list[str]) -> Lines:
    """Draw an edit of `base`; its own words are found nowhere else, so each can be followed."""
    names = (f"{who}{n}" for n in range(1000))
    edited: Lines = []
    for line in base:
        act = draw(st.sampled_from(acts))
        at = draw(st.integers(0, max(0, len(line) - 1)))
        if act == "above":
            edited.append([next(names) for _ in range(draw(st.integers(1, 3)))])
        edited += {
            "drop": [],
            "rewrite": [[next(names), next(names)]],
            "swap": [[*line[:at], next(names), *line[at + 1 :]]],
            "put": [[*line[:at], next(names), *line[at:]]],
            "take": [[*line[:at], *line[at + 1 :]]],
            "cut": [line[:at], [], line[at:]],
        }.get(act, [line])
    return edited + ([[next(names)]] if draw(st.booleans()) else [])


@st.composite
def stories(draw, *acts: str) -> tuple[str, str, str]:
    lengths = draw(st.lists(st.integers(1, 9), max_size=8))
    base = [[f"word{number}.{n}" for n in range(length)] for number, length in enumerate(lengths)]
    sides = [draw(edits(base, who, [*WORDS, *acts])) for who in ("mine", "theirs")]
    base, mine, theirs = ("".join(" ".join(words) + "\n" for words in text) for text in (base, *sides))
    return base, mine, theirs


@given(stories())
def test_no_word_of_either_side_is_lost_and_no_deleted_one_comes_back(story):
    merged = merge(*story)
    kept = [word for part in merged.parts if isinstance(part, Merged) for word in part.text.split()]
    asked = {word for conflict in merged.conflicts for word in f"{conflict.mine} {conflict.theirs}".split()}
    wanted = wanted_words(*story)

    assert len(kept) == len(set(kept)), "a word stands twice"
    assert set(kept) <= wanted <= {*kept, *asked}


def wanted_words(base: str, mine: str, theirs: str) -> set[str]:
    before, my_words, their_words = set(base.split()), set(mine.split()), set(theirs.split())
    return (my_words | their_words) - before | (my_words & their_words)


@given(stories("cut"))
def test_a_merge_without_conflict_holds_each_word_once_even_of_paragraphs_cut_in_two(story):
    text = merge(*story).text

    if text is not None:
        assert len(text.split()) == len(set(text.split()))
        assert wanted_words(*story) <= set(text.split())


@given(stories("cut"))
def test_every_choice_gives_a_text_with_all_changes_of_the_one_chosen(story):
    base, mine, theirs = story
    merged = merge(*story)

    for choice, wanted in (("mine", mine), ("theirs", theirs), ("both", mine + theirs)):
        text = merged.resolve({conflict.index: getattr(conflict, choice) for conflict in merged.conflicts})
        assert set(wanted.split()) - set(base.split()) <= set(text.split())


def read_history(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        return [json.loads(line)["text"] for line in lines]


@pytest.mark.parametrize("path", sorted(HISTORIES.glob("*.jsonl.gz")), ids=lambda path: path.name)
def test_real_revisions_merge_with_a_revert_and_with_the_next_edit(path):
    revisions = read_history(path)

    assert len(revisions) > 20
    for older, base, newer in zip(revisions, revisions[1:], revisions[2:], strict=False):
        assert merge(base, newer, base).text == newer
        assert merge(base, base, newer).text == newer
        assert merge(base, newer, newer).text == newer
        check_nothing_is_lost(base, newer, older)


def check_nothing_is_lost(base: str, mine: str, theirs: str) -> None:
    """Check by words: two people's words may stand in one line of the result."""
    merged = merge(base, mine, theirs)
    for side, choice in ((mine, "mine"), (theirs, "theirs")):
        text = merged.resolve({conflict.index: getattr(conflict, choice) for conflict in merged.conflicts})
        assert set(side.split()) - set(base.split()) <= set(text.split())
    gone = set(base.split()) - set(mine.split()) - set(theirs.split())
    everything = merged.resolve({conflict.index: conflict.both for conflict in merged.conflicts})
    assert not gone & set(everything.split())
