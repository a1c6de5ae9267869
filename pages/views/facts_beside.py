"""What stands beside a page with its facts: their age, where they were read, what to compare it with."""

from typing import Any

from django.utils import timezone

from pages.models import Page
from pages.models.fact import fact_schema
from pages.text.fact_dates import stale_keys
from pages.text.fact_values import text_of
from pages.text.facts import sources
from pages.text.titles import slugify

MAX_ALTERNATIVES = 7  # with the page itself, as many columns as a comparison has


def facts_beside(page: Page, values: dict[str, Any]) -> dict[str, Any]:
    """The context of `_infobox.html`, but for the rows themselves."""
    schema = fact_schema()
    return {
        "stale": stale_keys(values, schema, today=timezone.localdate()),
        "sources": sources(values, schema),
        "compare_with": _alternatives(page, values),
    }


def _alternatives(page: Page, values: dict[str, Any]) -> list[Page]:
    """The pages that `alternatives` names, in its order; no query where it names none."""
    written = values.get("alternatives")
    slugs = [slugify(text_of(item)) for item in written] if isinstance(written, list) else []
    wanted = list(dict.fromkeys(slug for slug in slugs if slug and slug != page.slug))[:MAX_ALTERNATIVES]
    found = {each.slug: each for each in Page.objects.visible().filter(slug__in=wanted)} if wanted else {}
    return [found[slug] for slug in wanted if slug in found]
