"""How text becomes HTML with links: the pure pipeline, and what it needs to know of the database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.utils import timezone

from pages.compare import MAX_COLUMNS, compare, find_columns
from pages.models import AttachmentVersion, Page, PageLink, PageRendering, Redirect
from pages.models.fact import fact_schema
from pages.text import facts, front_matter, markdown
from pages.text.charts import draw_charts
from pages.text.comparison_names import parse_names
from pages.text.embeds import Embed, fill_embeds, has_embeds
from pages.text.fact_values import page_slugs
from pages.text.fact_warnings import check_facts, named_pages
from pages.text.facts import FactRow
from pages.text.front_matter import FrontMatterWarning
from pages.text.images import media_names, with_sizes
from pages.text.markdown import Rendered
from pages.text.titles import slugify
from pages.text.wikilinks import mark_missing


@dataclass(frozen=True)
class RenderedSource:
    """All that follows from a page's source alone, before anything is stored."""

    rendered: Rendered
    front_matter: dict[str, Any]
    infobox: list[FactRow]
    facts: list[tuple[str, str]]
    warnings: tuple[FrontMatterWarning, ...]

    @property
    def links(self) -> set[str]:
        """The slugs that the text or its facts link to."""
        facts = {part.slug for row in self.infobox for part in row.parts if part.slug}
        return facts.union(self.rendered.links, self.rendered.embeds)

    @property
    def lang(self) -> str:
        value = self.front_matter.get("lang", "")
        return (
            value if isinstance(value, str) and len(value) <= 35 and value.replace("-", "").isalnum() else ""
        )


def render_source(source: str) -> RenderedSource:
    """Run the whole pure pipeline once. Raises `Refusal` for a text that cannot be a page."""
    matter, schema = front_matter.read(source), fact_schema()
    return RenderedSource(
        rendered=markdown.render_page(source),
        front_matter=matter.values,
        infobox=facts.infobox(matter.values, schema),
        facts=facts.flatten(matter.values),
        warnings=matter.warnings + check_facts(source, schema, today=timezone.localdate()),
    )


def preview(source: str, *, title: str = "") -> tuple[RenderedSource, str]:
    """The source as it would be saved, and its HTML as readers would see it.

    With the `title` of its page, pages that it names and that do not name it in return are warned of.
    """
    result = render_source(source)
    html = draw_charts(show_sizes(result.rendered.html))
    named = named_pages(source, fact_schema())
    not_written = missing([*result.rendered.links, *(slug for _, slug in named)])
    unknown = [
        FrontMatterWarning(line, f"There is no page “{slug}”.") for line, slug in named if slug in not_written
    ]
    one_sided = _one_sided([pair for pair in named if pair[1] not in not_written], slugify(title))
    result = replace(result, warnings=(*result.warnings, *unknown, *one_sided))
    return result, embed_comparisons(mark_missing(html, not_written))


def _one_sided(named: list[tuple[int, str]], slug: str) -> Iterator[FrontMatterWarning]:
    """Who looks at an alternative's page should find the way back."""
    slugs, schema = {other for _, other in named}, fact_schema()
    if not slug or not slugs:
        return
    rows = PageRendering.objects.filter(page__slug__in=slugs).values_list("page__slug", "front_matter")
    keys = [key for key, fact in schema.facts.items() if fact.type == "pages"]
    back = {
        other for other, values in rows if slug in {at for key in keys for at in page_slugs(values.get(key))}
    }
    for line, other in named:
        if other not in back:
            yield FrontMatterWarning(line, f"The page “{other}” does not name this one in return.")


def embed_comparisons(html: str) -> str:
    """The HTML with each embedded comparison drawn from what its pages say now."""
    return fill_embeds(html, _draw) if has_embeds(html) else html


def _draw(embed: Embed) -> str:
    wanted = parse_names(embed.names)
    columns = find_columns(wanted[:MAX_COLUMNS])
    comparison = compare(columns.found, only=embed.rows)
    linked = {part.slug for row in comparison.rows for cell in row.cells for part in cell.parts if part.slug}
    context = {
        "comparison": comparison,
        "columns": columns,
        "missing": missing(linked),
        "has_more": len(wanted) > MAX_COLUMNS,
        "most": MAX_COLUMNS,
    }
    return render_to_string("pages/_embedded_comparison.html", context)


def show_sizes(html: str) -> str:
    """The HTML with the shapes and the smaller sizes of this site's images."""
    names = media_names(html)
    if not names:
        return html
    known = AttachmentVersion.objects.filter(sha256__in={name[:64] for name in names})
    shapes = {
        name: (width, height)
        for name, width, height in known.values_list("stored_name", "width", "height")
        if width and height
    }
    return with_sizes(html, shapes)


def preview_html(source: str) -> str:
    """What django-markdownx calls where it renders by itself: the same pipeline as the page's."""
    return preview(source)[1]


def missing(slugs: Iterable[str]) -> set[str]:
    """Those of `slugs` that lead to no page, by name or by redirect."""
    wanted = set(slugs)
    if not wanted:
        return set()
    written = Page.objects.visible().filter(slug__in=wanted).values_list("slug", flat=True)
    renamed = Redirect.objects.filter(slug__in=wanted, page__deleted_at=None).values_list("slug", flat=True)
    return wanted - set(written.union(renamed))


def missing_from(page: Page) -> set[str]:
    """The slugs that `page` links to and that lead to no page, in one query."""
    written = Page.objects.visible().filter(slug=OuterRef("target_slug"))
    renamed = Redirect.objects.filter(slug=OuterRef("target_slug"), page__deleted_at=None)
    links = PageLink.objects.filter(~Exists(written), ~Exists(renamed), source=page)
    return set(links.values_list("target_slug", flat=True))
