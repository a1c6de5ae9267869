"""Facts of several pages, or of pinned revisions of them, as one comparison."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from pages.models import Page, Redirect, Revision, UnreadableText
from pages.models.fact import fact_schema
from pages.text import front_matter
from pages.text.comparison import Column, Comparison, table
from pages.text.comparison_names import Wanted
from pages.text.refusals import Refusal

MAX_COLUMNS = 8


@dataclass(frozen=True, slots=True)
class Columns:
    """What was found of the wanted; `missing` names lead to no page, `unreadable` to no revision to read."""

    found: tuple[Column, ...]
    missing: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()

    @property
    def names(self) -> str:
        """The canonical address: today's slugs, each once, in the order that was asked for."""
        return "+".join(column.name for column in self.found)


def find_columns(wanted: Sequence[Wanted]) -> Columns:
    """Look up the columns in four queries at most, however many there are. Deleted pages are missing."""
    slugs = {each.slug for each in wanted}
    pages = _by_slug(slugs)
    pages |= _moved(slugs - set(pages))
    texts = _pinned([(pages[each.slug].pk, each.number) for each in wanted if each.slug in pages])
    found: dict[str, Column] = {}
    missing, unreadable = [], []
    for each in wanted:
        page = pages.get(each.slug)
        if page is None:
            missing.append(each.slug)
        elif each.number is None:
            rendering = page.rendering
            doubted = frozenset(rendering.doubted or ())
            column = Column(page.slug, page.title, rendering.front_matter, doubted=doubted)
            found.setdefault(column.name, column)
        elif (values := texts.get((page.pk, each.number))) is None:
            unreadable.append(f"{page.title}, revision {each.number}")
        else:
            column = Column(page.slug, page.title, values, each.number)
            found.setdefault(column.name, column)
    return Columns(tuple(found.values()), tuple(missing), tuple(unreadable))


def compare(columns: Sequence[Column], *, is_shared: bool = False, only: Collection[str] = ()) -> Comparison:
    """The table of `columns` by this site's schema; with `only` the rows of these keys or outermost words."""
    return table(columns, fact_schema(), today=timezone.localdate(), is_shared=is_shared, only=only)


def _by_slug(slugs: set[str]) -> dict[str, Page]:
    pages = Page.objects.visible().filter(slug__in=slugs).select_related("rendering")
    return {
        page.slug: page
        for page in pages.only("slug", "title", "rendering__front_matter", "rendering__doubted")
    }


def _moved(slugs: set[str]) -> dict[str, Page]:
    """The pages that had these names, by those names."""
    if not slugs:
        return {}
    redirects = Redirect.objects.filter(slug__in=slugs, page__deleted_at=None)
    fields = (
        "slug",
        "page__slug",
        "page__title",
        "page__rendering__front_matter",
        "page__rendering__doubted",
    )
    return {each.slug: each.page for each in redirects.select_related("page__rendering").only(*fields)}


def _pinned(wanted: Sequence[tuple[int, int | None]]) -> dict[tuple[int, int], dict]:
    """The front matter of revisions by (page, number); those that nobody can read any more are left out."""
    pairs = [(page, number) for page, number in wanted if number]
    if not pairs:
        return {}
    chosen = Q()
    for page, number in pairs:
        chosen |= Q(page=page, number=number)
    revisions = Revision.objects.with_text().filter(chosen).select_related("stored_text__keyframe")
    found = {}
    for revision in revisions:
        try:
            found[revision.page_id, revision.number] = front_matter.read(revision.text).values
        except (Refusal, UnreadableText):
            continue
    return found
