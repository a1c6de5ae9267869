"""What stands beside a page with its facts: their age, where they were read, what to compare it with."""

from typing import Any

from django.utils import timezone

from pages.models import Page
from pages.models.fact import fact_schema
from pages.text.fact_dates import stale_keys
from pages.text.fact_schema import Schema
from pages.text.fact_values import label_of, text_of
from pages.text.facts import sources, unknown_facts
from pages.text.titles import slugify

MAX_ALTERNATIVES = 7  # with the page itself, as many columns as a comparison has


def facts_beside(page: Page, values: dict[str, Any], *, is_current: bool = True) -> dict[str, Any]:
    """The context of `_infobox.html`, but for the rows themselves."""
    schema = fact_schema()
    return {
        "stale": _stale(page, values, schema, is_current=is_current),
        "reportable": reportable(values, schema) if is_current else [],
        "sources": sources(values, schema),
        "compare_with": _alternatives(page, values),
    }


def _stale(page: Page, values: dict[str, Any], schema: Schema, *, is_current: bool) -> set[str]:
    today = timezone.localdate()
    return page.rendering.stale_keys(schema, today) if is_current else stale_keys(values, schema, today=today)


def reportable(values: dict[str, Any], schema: Schema) -> list[tuple[str, str]]:
    """The facts that a reader may report as outdated, as (key, label)."""
    labels: dict[str, str] = {}
    for fact in schema.facts.values():
        if fact.shown_in and fact.key != schema.checked:
            labels.setdefault(fact.top, fact.label if fact.top == fact.key else label_of(fact.top))
    labels |= {key: label_of(key) for key, _ in unknown_facts(values, schema)}
    return [(key, label) for key, label in labels.items() if key in values]


def _alternatives(page: Page, values: dict[str, Any]) -> list[Page]:
    """The pages that `alternatives` names, in its order; no query where it names none."""
    written = values.get("alternatives")
    slugs = [slugify(text_of(item)) for item in written] if isinstance(written, list) else []
    wanted = list(dict.fromkeys(slug for slug in slugs if slug and slug != page.slug))[:MAX_ALTERNATIVES]
    pages = Page.objects.visible().as_links().filter(slug__in=wanted) if wanted else ()
    found = {each.slug: each for each in pages}
    return [found[slug] for slug in wanted if slug in found]
