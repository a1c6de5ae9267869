"""Listing the pages of one sort, such as the guide's systems, narrowed down by their facts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pages.compare import MAX_COLUMNS
from pages.models import Fact, Page
from pages.models.fact import Counts, fact_schema
from pages.models.page import PageQuerySet
from pages.text.fact_schema import FactType, Schema
from pages.text.fact_values import parts_of

PAGES_A_SCREEN = 30
MAX_VALUES_A_FACET = 10
MAX_OPTIONS = 15
SHOWN_KEYS = 3

Selection = Mapping[str, list[str]]


@dataclass(frozen=True)
class Option:
    """One box to tick: the field it sends, and how many pages are left when it is."""

    name: str
    value: str
    label: str
    pages: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    label: str
    options: list[Option]


@require_safe
def list_systems(request: HttpRequest) -> HttpResponse:
    schema = fact_schema()
    selection = _selection(request.GET, schema)
    pages = _pages(selection, schema)
    shown = list(pages.after(request.GET.get("after", ""))[: PAGES_A_SCREEN + 1])
    context = {
        "facets": list(_facets(selection, schema)),
        "entries": [(page, _facts_of(page, schema)) for page in shown[:PAGES_A_SCREEN]],
        "total": pages.count(),
        "is_narrowed": bool(selection),
        "next": shown[PAGES_A_SCREEN - 1].slug if len(shown) > PAGES_A_SCREEN else "",
        "query": urlencode([(key, value) for key, values in selection.items() for value in values]),
        "most": MAX_COLUMNS,
    }
    return render(request, "pages/systems.html", context)


def _selection(typed: QueryDict, schema: Schema) -> Selection:
    """The chosen values by the key that stores them; what is no facet is passed over."""
    found = {
        fact.value_key: typed.getlist(fact.value_key)[:MAX_VALUES_A_FACET]
        for fact in schema.shown_in("facets")
    }
    return {key: values for key, values in found.items() if any(values)}


def _pages(selection: Selection, schema: Schema) -> PageQuerySet:
    return Page.objects.listed(schema.listed_by).saying(selection)


def _facets(selection: Selection, schema: Schema) -> Iterator[Facet]:
    """One facet a fact, and one of all ticks together. The counts of a facet ignore its own choice."""
    facts = schema.shown_in("facets")
    singles = [fact for fact in facts if not fact.has]
    ticks = [fact for fact in facts if fact.has]
    counts = _counts(selection, singles, ticks, schema)
    for fact in singles:
        if options := list(_options(fact, counts, selection))[:MAX_OPTIONS]:
            yield Facet(fact.label, options)
    for group in dict.fromkeys(fact.group for fact in ticks):
        inside = [fact for fact in ticks if fact.group == group]
        options = [option for fact in inside for option in _ticks(fact, counts, selection)]
        if options:
            yield Facet(schema.groups.get(group, group), options)


def _counts(selection: Selection, singles: list[FactType], ticks: list[FactType], schema: Schema) -> Counts:
    """One query for all facets without a choice, and one for each of those with one."""
    open_keys = [fact.key for fact in singles if fact.key not in selection]
    values = {value for fact in ticks for value in fact.has}
    facts = Fact.objects.filter(page__in=_pages(selection, schema).order_by())
    found = facts.counted(open_keys, [fact.value_key for fact in ticks], values)
    for fact in singles:
        if fact.key in selection:
            others = {key: chosen for key, chosen in selection.items() if key != fact.key}
            found |= Fact.objects.filter(page__in=_pages(others, schema).order_by()).counted([fact.key])
    return found


def _options(fact: FactType, counts: Counts, selection: Selection) -> Iterator[Option]:
    chosen = selection.get(fact.key, [])
    counted = counts[fact.key] | {value: 0 for value in chosen if value not in counts[fact.key]}
    for value, pages in sorted(counted.items(), key=lambda item: item[0] not in chosen):
        yield Option(fact.key, value, fact.values.get(value, value), pages, value in chosen)


def _ticks(fact: FactType, counts: Counts, selection: Selection) -> Iterator[Option]:
    chosen = selection.get(fact.value_key, [])
    for value in sorted(fact.has):
        pages = counts[fact.value_key].get(value, 0)
        if pages or value in chosen:
            yield Option(fact.value_key, value, fact.label, pages, value in chosen)


def _facts_of(page: Page, schema: Schema) -> str:
    """The first facts of a page in a line: "Micro-framework, Python, BSD-3-Clause"."""
    values = page.rendering.front_matter
    facts = [fact for fact in schema.shown_in("facets") if not fact.has][:SHOWN_KEYS]
    return " · ".join(part.text for fact in facts for part in parts_of(values, fact))
