"""Rebuilds all that follows from a page's current revision: HTML, outline, links, facts, search index."""

from pages import search
from pages.models import Fact, Page, PageLink, PageRendering, SearchDocument
from pages.models.rendering import fact_rows_to_json
from pages.rendering import RenderedSource, render_source


def rebuild(page: Page) -> None:
    """Render the current revision again and store what follows from it."""
    if page.current:
        store(page, render_source(page.current.text))


def store(page: Page, source: RenderedSource) -> None:
    """Store what follows from `source`, the current revision of `page`, in the transaction that saved it."""
    rendered = source.rendered
    PageRendering.objects.update_or_create(
        page=page,
        defaults={
            "revision": page.current,
            "html": rendered.html,
            "outline": [[h.level, h.id, h.text] for h in rendered.outline],
            "infobox": fact_rows_to_json(source.infobox),
            "front_matter": source.front_matter,
            "excerpt": rendered.excerpt,
        },
    )
    _replace_links(page, source.links)
    _replace_facts(page, source.facts)
    SearchDocument.objects.update_or_create(page=page, defaults={"title": page.title, "body": rendered.plain})
    search.index(page)


def _replace_links(page: Page, slugs: set[str]) -> None:
    wanted, stored = slugs, set(page.links.values_list("target_slug", flat=True))
    page.links.filter(target_slug__in=stored - wanted).delete()
    PageLink.objects.bulk_create(
        [PageLink(source=page, target_slug=slug) for slug in sorted(wanted - stored)]
    )


def _replace_facts(page: Page, facts: list[tuple[str, str]]) -> None:
    page.facts.all().delete()
    Fact.objects.bulk_create(
        [Fact(page=page, position=n, key=key, value=value) for n, (key, value) in enumerate(facts)]
    )
