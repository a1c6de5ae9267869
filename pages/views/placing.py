"""Where a page stands in the wiki: its chapter on the front page, and the pages before and after it."""

from dataclasses import dataclass

from pages.models import Page
from pages.models.rendering import contents_from_json
from pages.text.contents import Listed


@dataclass(frozen=True)
class Place:
    """`chapter` is empty where the front page lists the page under no heading; `related` shares it."""

    chapter: str
    chapter_id: str
    before: Page | None
    after: Page | None
    related: list[Page]


def place_of(page: Page) -> Place | None:
    """The place of a page loaded `with_reading_order`, in one query; None where no chapter lists it."""
    contents = contents_from_json(page.reading_order)  # type: ignore[attr-defined]
    listed = Page.objects.visible().as_links().listed_in(contents)
    at = next((at for at, (_, found) in enumerate(listed) if found.pk == page.pk), None)
    if at is None:
        return None
    entry = listed[at][0]
    return Place(
        chapter=entry.chapter,
        chapter_id=entry.chapter_id,
        before=listed[at - 1][1] if at else None,
        after=listed[at + 1][1] if at + 1 < len(listed) else None,
        related=[found for other, found in listed if _share_chapter(other, entry) and found.pk != page.pk],
    )


def _share_chapter(one: Listed, other: Listed) -> bool:
    return bool(one.chapter_id) and one.chapter_id == other.chapter_id
