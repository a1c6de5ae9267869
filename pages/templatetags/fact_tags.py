"""What templates say about facts: their dates, where they were read, and data for search engines."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe

from pages.models import Page
from pages.text.comparison import Cell, Column
from pages.text.fact_values import date_words
from pages.text.titles import slugify

register = template.Library()


@register.simple_tag
def json_ld(document: dict[str, Any]) -> SafeString:
    """A JSON-LD block: data that no browser runs, so the content security policy does not concern it."""
    return mark_safe(json_script(document).replace("application/json", "application/ld+json", 1))


@register.filter
def fact_date(written: str) -> str:
    """The date of a fact in words, as precise as it was written: "April 2010"."""
    return date_words(written)


@register.filter
def at(items: Sequence[Any], index: int) -> Any:
    """The item at `index`."""
    return items[index]


@register.filter
def source_address(cell: Cell, column: Column) -> str:
    """Where a figure's source is: the address in its words, else the list of sources beside the page."""
    if cell.source_url:
        return cell.source_url
    name, args = ("revision", [column.slug, column.number]) if column.number else ("detail", [column.slug])
    return f"{reverse(f'pages:{name}', args=args)}#source-{slugify(cell.source_key)}"


@register.filter
def top_key(key: str) -> str:
    """The outermost word of a dotted key, by which sources and dates are named."""
    return key.partition(".")[0]


@register.filter
def as_slug(key: str) -> str:
    """A key as an id has it."""
    return slugify(key)


@register.filter
def with_all(page: Page, others: Sequence[Page]) -> str:
    """What the address of a comparison with all `others` ends in."""
    return "+".join([page.slug, *(other.slug for other in others)])
