"""Choosing: questions whose answers stand in the address, and the pages whose facts fit them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pages.compare import MAX_COLUMNS
from pages.models import Fact, Page
from pages.models.fact import fact_schema
from pages.text.choosing import Reason, Want, chosen_wants, rank, reasons
from pages.text.fact_schema import FactType, Schema
from pages.text.fact_values import label_of, parts_of

MAX_SHOWN = 10


@dataclass(frozen=True)
class Because:
    """A reason in words: the fact's name, what it says, and whether that was wanted."""

    label: str
    text: str
    is_met: bool | None


@dataclass(frozen=True)
class Choice:
    """A page with the reasons for and against it."""

    page: Page
    reasons: list[Because]

    @property
    def met(self) -> int:
        return sum(reason.is_met is True for reason in self.reasons)


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    schema = fact_schema()
    answers = {question.key: request.GET.get(question.key, "") for question in schema.questions}
    wants = chosen_wants(schema.questions, answers)
    choices = _choices(wants, schema) if wants else []
    context = {
        "questions": [(question, answers[question.key]) for question in schema.questions],
        "is_answered": any(answers.values()),
        "choices": choices,
        "wanted": len(wants),
        "together": "+".join(choice.page.slug for choice in choices[: min(3, MAX_COLUMNS)]),
    }
    return render(request, "pages/choose.html", context)


def _choices(wants: list[Want], schema: Schema) -> list[Choice]:
    """The pages that fit best, in two queries however many there are."""
    among = {schema.listed_by: schema.choose_among} if schema.choose_among else {}
    pages = Page.objects.listed(schema.listed_by).saying(among)
    facts = Fact.objects.of_pages(pages, [schema.listed_by, *(want.key for want in wants)])
    found = {number: reasons(wants, said) for number, said in facts.items()}
    best = sorted(found, key=lambda number: (*rank(found[number]), number))[:MAX_SHOWN]
    by_number: Mapping[int, Page] = pages.in_bulk([n for n in best if -rank(found[n])[0]])
    return [
        Choice(by_number[number], [_because(reason, by_number[number], schema) for reason in found[number]])
        for number in best
        if number in by_number
    ]


def _because(reason: Reason, page: Page, schema: Schema) -> Because:
    fact = _fact_of(reason.key, schema)
    if fact is None:
        return Because(label_of(reason.key.rpartition(".")[2]), reason.text, reason.is_met)
    words = ", ".join(part.text for part in parts_of(page.rendering.front_matter, fact))
    return Because(fact.label, words or reason.text, reason.is_met)


def _fact_of(key: str, schema: Schema) -> FactType | None:
    """The fact that a stored key is the value of: `lts` for `lts.until`."""
    return schema.facts.get(key) or schema.facts.get(key.rpartition(".")[0])
