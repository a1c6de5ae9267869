"""Pencils: the links of a page's headings that edit one section each."""

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from pages.models import Page
from pages.templatetags.wiki import icon
from pages.text.outline import Heading, behind_headings

register = template.Library()


@register.simple_tag
def with_pencils(content: SafeString, page: Page, outline: Iterable[Heading]) -> SafeString:
    """The page's HTML with a link behind each heading that begins a section."""
    address = reverse("pages:edit", args=[page.slug])
    return mark_safe(
        behind_headings(content, {h.id: _pencil(address, h) for h in outline if h.begins_section})
    )


def _pencil(address: str, heading: Heading) -> SafeString:
    label = gettext("Edit the section “%(title)s”") % {"title": heading.text}
    query = urlencode({"section": heading.id})
    words = ' <a class="pencil" href="{}?{}" aria-label="{}">{}</a>'
    return format_html(words, address, query, label, icon("pencil"))
