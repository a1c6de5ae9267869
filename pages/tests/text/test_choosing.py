"""Questions and their wants: what a fact must be, and what is not known counts neither way."""

import pytest

from pages.text.choosing import QuestionFault, Want, chosen_wants, parse_questions, rank, reasons
from pages.text.fact_schema import load_schema


@pytest.mark.parametrize(
    ("want", "text", "is_met"),
    [
        (Want("k", frozenset({"asgi"})), "wsgi, asgi", True),
        (Want("k", frozenset({"asgi"})), "wsgi", False),
        (Want("k", frozenset({"asgi"})), None, None),
        (Want("k", most=10), "7", True),
        (Want("k", most=10), "69", False),
        (Want("k", least=3), "3", True),
        (Want("k", most=10), "many", None),
        (Want("k"), "2028-04", True),
        (Want("k"), "n/a", False),
    ],
)
def test_a_fact_is_as_wanted_or_not_or_not_known(want, text, is_met):
    assert want.is_met(text) is is_met


def test_what_fits_comes_first_then_what_is_not_known():
    wants = [Want("a", frozenset({"x"})), Want("b", frozenset({"x"}))]
    best, unknown, worst = {"a": "x", "b": "x"}, {"a": "x"}, {"a": "x", "b": "y"}
    ranked = sorted([worst, unknown, best], key=lambda facts: rank(reasons(wants, facts)))
    assert ranked == [best, unknown, worst]


def test_our_questions_want_facts_that_the_schema_knows():
    schema = load_schema()
    assert 6 <= len(schema.questions) <= 8
    stored = {fact.value_key for fact in schema.facts.values()}
    wants = [want for q in schema.questions for answer in q.answers for want in answer.wants]
    assert all(want.key in stored or want.key.rpartition(".")[0] in stored for want in wants)
    for want in wants:
        fact = next((fact for fact in schema.facts.values() if fact.value_key == want.key), None)
        assert not (want.words and fact and fact.values) or want.words <= set(fact.values)


def test_an_answer_that_nobody_offered_wants_nothing():
    assert chosen_wants(load_schema().questions, {"language": "cobol", "other": "x"}) == []


@pytest.mark.parametrize(
    "written",
    ["x", {"q": 3}, {"q": {"answers": {"a": 3}}}, {"q": {"answers": {"a": {"wants": {"k": {"more": 3}}}}}}],
)
def test_faulty_questions_are_refused(written):
    with pytest.raises(QuestionFault):
        parse_questions(written)
