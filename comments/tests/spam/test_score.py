"""The score: total on any text, with named reasons, monotone, and unlearned to the last count."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.spam import HOLD_PERCENT, TOTAL, Count, Known, Said, counts_of, judge, learned, notes_on
from comments.spam.limits import MAX_WORDS
from comments.spam.outcome import Outcome
from comments.spam.shingles import sketch

OWN_SET = Path(__file__).parent.parent / "data" / "spam_and_ham.jsonl"
TEXTS = st.text(max_size=400)
LESSONS = st.lists(st.tuples(TEXTS.map(lambda text: notes_on(Said(text)).keys), st.booleans()), max_size=6)


def percent(text, known=Known(), **fields):  # noqa: B008 - it is frozen
    return judge(notes_on(Said(text, **fields)), known).percent


@given(TEXTS, TEXTS, st.sampled_from(["", "en", "ru", "xx"]), LESSONS)
def test_any_text_has_a_score_with_reasons_heaviest_first(text, website, language, lessons):
    score = judge(notes_on(Said(text, language, website)), learned(lessons))

    weights = [abs(reason.weight - 0.5) for reason in score.reasons]
    assert 0 <= score.percent <= 100
    assert weights == sorted(weights, reverse=True)
    assert len({reason.name for reason in score.reasons}) == len(score.reasons)


@given(TEXTS, LESSONS)
def test_the_hidden_field_never_lowers_a_score(text, lessons):
    known = learned(lessons)

    assert percent(text, known, is_hidden_field_filled=True) >= percent(text, known)


@given(TEXTS.filter(lambda text: "`" not in text), st.integers(1, 8))
def test_one_more_link_never_lowers_the_score_of_a_new_site(text, number):
    def linked(count):
        return percent(text + " http://a.example" * count)

    assert linked(number + 1) >= linked(number)


@given(st.integers(0, 9), st.integers(0, 9))
def test_a_text_said_more_often_never_scores_lower(fewer, more):
    text = "The same seven words in every place"
    fewer, more = sorted((fewer, more))

    def said(times):
        return Known({key: Count(seen=times) for key in sketch(text)})

    assert percent(text, said(fewer)) <= percent(text, said(more))


def test_a_repeated_text_is_recognized_with_a_word_changed():
    text = "We offer the finest garden furniture of the whole region to every reader of this page, dear {}"
    seen = Known({key: Count(seen=5) for key in sketch(text.format("Anna"))})

    names = [reason.name for reason in judge(notes_on(Said(text.format("Bert"))), seen).reasons]

    assert "said 6 times on this site" in names


@given(LESSONS)
def test_unlearning_what_was_learned_leaves_nothing(lessons):
    learned_counts, taken = counts_of(lessons), counts_of(lessons, sign=-1)

    assert all(
        tuple(a + b for a, b in zip(learned_counts[k], taken[k], strict=True)) == (0, 0, 0) for k in taken
    )
    assert learned_counts.keys() == taken.keys()
    assert learned_counts == dict(learned(lessons).counts)


def test_words_of_spam_are_named_with_their_weight():
    lessons = [(notes_on(Said("cheap hosting deals")).keys, True)] * 30
    lessons += [(notes_on(Said("the decorator registers a route")).keys, False)] * 30

    score = judge(notes_on(Said("cheap hosting")), learned(lessons))

    weights = {reason.name: reason.weight for reason in score.reasons}
    assert score.percent > 95
    assert weights["“cheap hosting”"] > 0.9


def test_the_total_counts_clues_and_not_texts():
    assert learned([([1, 2, 2], True), ([3], False)]).of(TOTAL) == Count(spam=2, ham=1)


def test_a_domain_keeps_the_name_it_made_itself():
    bad = [(notes_on(Said("see http://shop.example/a")).keys, True)] * 20
    good = [(notes_on(Said("see http://docs.example/a")).keys, False)] * 20
    known = learned(bad + good)

    assert percent("look at http://shop.example/b", known) > percent("look at http://docs.example/b", known)


PIECES = (
    "a|1|a.|a@|a-|www.|http://|`|```|<a |[url |my |check out |buy a |give me |please a |i am a |"
    "1 |😀|中|\ufdfa|aа|&|nice and |follow |like this "
)


@pytest.mark.parametrize("piece", PIECES.split("|"))
def test_a_long_hostile_text_is_read_to_its_end_and_asks_for_few_rows(piece):
    """A pattern that runs away would not come back here."""
    notes = notes_on(Said(piece * (10_000 // len(piece)), "en"))

    assert len(notes.keys) <= 3 * MAX_WORDS + 50


def test_our_own_set_is_told_apart_by_what_its_other_half_taught():
    rows = [json.loads(line) for line in OWN_SET.read_text().splitlines()]
    noted = [(notes_on(Said(row["text"], "en")), row["label"] == "spam") for row in rows]
    known, outcome = learned((notes.keys, is_spam) for notes, is_spam in noted[::2]), Outcome()

    for notes, is_spam in noted[1::2]:
        outcome.count(judge(notes, known), is_spam=is_spam)

    assert min(sum(is_spam for _, is_spam in noted), sum(not is_spam for _, is_spam in noted)) >= 150
    assert outcome.spam_passed <= 0.05
    assert outcome.ham_stopped <= 0.05
    assert HOLD_PERCENT == 50
