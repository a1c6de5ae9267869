"""Rebuilds all that follows from a page's revisions: HTML, outline, links, facts, search index, blame."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone
from PIL import Image, features

from pages import search
from pages.models import (
    Attachment,
    BrokenLink,
    Contributor,
    DayCount,
    Fact,
    FactReport,
    OrphanedPage,
    Page,
    PageBlame,
    PageLink,
    PageRendering,
    PageTag,
    Revision,
    SearchDocument,
    Tag,
    WantedPage,
    keep_file,
)
from pages.models.blame import BlameWalk, advance_blame, catch_up
from pages.models.fact import fact_schema, start_of
from pages.models.rendering import contents_to_json, fact_rows_to_json
from pages.models.text_group import REVISIONS_A_GROUP, group_texts
from pages.rendering import RenderedSource, missing, render_source, show_sizes
from pages.text.fact_dates import review_by
from pages.text.images import sizes_of
from pages.text.tags import tags_of
from pages.text.titles import title_of

try:
    from django.tasks import task
except ImportError:  # Django 5.2
    from django_tasks import task  # type: ignore[no-redef]

MAX_DIFFERENCES_A_REQUEST = 500
MAX_COMPARED_BYTES_A_REQUEST = 10 * 1024 * 1024  # about half a second
SECONDS_BETWEEN_TASKS = 60
WEEK = timedelta(days=7)
FIRST_COUNTED = timedelta(days=3653)


def rebuild(page: Page) -> None:
    """Derive everything of `page` again, rendered before its lock is taken.

    Raises a `Refusal` where the text cannot be rendered any more, `UnreadableText` where it is damaged.
    """
    while not _rendered_again(page):
        pass  # somebody saved meanwhile
    BlameWalk(page, is_from_scratch=True).finish()
    catch_up(page)


def _rendered_again(page: Page) -> bool:
    rendered_from = Revision.objects.select_related("stored_text__keyframe").get(current_of=page)
    source = render_source(rendered_from.text)
    with transaction.atomic():
        locked = Page.objects.locked().get(pk=page.pk)
        if locked.current_id != rendered_from.pk:
            return False
        locked.lang = source.lang
        store(locked, source)
        if locked.is_deleted:
            search.forget(locked)
        recount_links({locked.slug, *source.links})
        Tag.objects.recount(tags_of(source.front_matter))
        Page.objects.filter(pk=locked.pk).update(lang=source.lang)
        Page.objects.filter(pk=locked.pk).raise_cache_version()
    return True


def advance(page: Page, revision: Revision, text: str) -> None:
    """Carry on what grows with every revision, in the transaction that saves it.

    Tasks are rows of this transaction: they are there if, and only if, the revision is.
    """
    if not advance_blame(revision, text):
        blame_lines.enqueue(page.pk)
    if revision.number % REVISIONS_A_GROUP == 0:
        compress_texts.enqueue(page.pk, revision.number - REVISIONS_A_GROUP + 1)


def blame_now(page: Page) -> PageBlame | None:
    """The blame of the current revision; None where that is too much to wait for and a task computes it."""
    walk = BlameWalk(page)
    differences, size = walk.work()
    if differences <= MAX_DIFFERENCES_A_REQUEST and size <= MAX_COMPARED_BYTES_A_REQUEST:
        return walk.finish()
    if cache.add(f"blame:{page.pk}", True, SECONDS_BETWEEN_TASKS):  # not one for each reader who waits
        blame_lines.enqueue(page.pk)
    return None


@task()
def blame_lines(page_id: int) -> None:
    """Bring a page's blame up to date, from scratch where need be."""
    catch_up(Page.objects.get(pk=page_id))


@task()
def compress_texts(page_id: int, first: int) -> None:
    """Compress the texts of one complete group of revisions against its first one."""
    group_texts(Page.objects.get(pk=page_id), first)


def store(page: Page, source: RenderedSource) -> None:
    """Store what follows from `source`, the current revision of `page`, in the transaction that saved it."""
    rendered, schema = source.rendered, fact_schema()
    doubted = FactReport.objects.answer(page, source.front_matter, schema)
    due = [day for day in [review_by(source.front_matter, schema), *doubted.values()] if day]
    rendering, _ = PageRendering.objects.update_or_create(
        page=page,
        defaults={
            "revision": page.current,
            "html": show_sizes(rendered.html),
            "outline": [[h.level, h.id, h.text, h.begins_section] for h in rendered.outline],
            "infobox": fact_rows_to_json(source.infobox),
            "front_matter": source.front_matter,
            "excerpt": rendered.excerpt,
            "contents": contents_to_json(rendered.contents),
            "doubted": sorted(doubted),
            "review_by": min(due, default=None),
        },
    )
    if page.broken_links.exists():
        BrokenLink.objects.keep(page, rendering.outside_links())
    recount_links(_replace_links(page, source.links, set(rendered.embeds)))
    Page.objects.embedding(page).exclude(pk=page.pk).raise_cache_version()
    _replace_facts(page, source.facts)
    store_tags(page, source.front_matter)
    SearchDocument.objects.update_or_create(page=page, defaults={"title": page.title, "body": rendered.plain})
    search.index(page)


def show_what_came_due(*, now: datetime | None = None) -> int:
    """Make stored copies stale of pages whose facts turned amber by age; return how many pages those are.

    It looks back a week, so that a clock that stood still misses none; doing it twice changes nothing that
    anybody sees.
    """
    today = timezone.localdate(now)
    lately = PageRendering.objects.filter(review_by__gte=today - WEEK, review_by__lt=today)
    due = models.Q(pk__in=lately.values("page"))
    shown = PageLink.objects.filter(is_embedded=True, target_slug__in=Page.objects.filter(due).values("slug"))
    return Page.objects.filter(due | models.Q(pk__in=shown.values("source"))).raise_cache_version()


def count_days(*, now: datetime | None = None) -> int:
    """Count what there is, and the edits of each day since the last one that was counted; return the days.

    The newest day is counted again: it had not ended. It is the one count over whole tables, once a day.
    """
    today = timezone.localdate(now)
    newest = DayCount.objects.newest()
    since = newest.day if newest else today - FIRST_COUNTED
    edits = Revision.objects.by_day(since)
    totals = {
        "pages": Page.objects.visible().count(),
        "revisions": Revision.objects.count(),
        "contributors": Contributor.objects.filter(revision_count__gt=0).count(),
        "files": Attachment.objects.filter(removed_at=None).count(),
    }
    days = sorted({*edits, today} - {day for day in edits if day > today})
    rows = [DayCount(day=day, edits=edits.get(day, 0), **totals) for day in days]
    fields = ["edits", *totals]
    DayCount.objects.bulk_create(rows, update_conflicts=True, update_fields=fields, unique_fields=["day"])
    return len(rows)


def store_tags(page: Page, values: Mapping[str, Any]) -> None:
    """Keep the tags in `values`, the front matter of `page`; none while it is deleted."""
    names = {} if page.is_deleted else tags_of(values)
    stored = set(page.tags.values_list("slug", flat=True))
    if changed := stored ^ names.keys():
        page.tags.exclude(slug__in=names).delete()
        new = sorted(names.keys() - stored)
        PageTag.objects.bulk_create(PageTag(page=page, slug=slug, page_slug=page.slug) for slug in new)
        Tag.objects.recount({slug: names.get(slug) or title_of(slug) for slug in changed})


def recount_links(slugs: Collection[str]) -> None:
    """Note which of these names are wanted, and whether their pages are orphaned.

    To be called with the names whose links changed, or that lead somewhere else than before.
    """
    if slugs:
        WantedPage.objects.recount(slugs, missing(slugs))
        OrphanedPage.objects.recount(slugs)


def _replace_links(page: Page, slugs: set[str], embedded: set[str]) -> set[str]:
    """Return the names that the page links to now and did not before, or the other way round."""
    wanted, stored = slugs, set(page.links.values_list("target_slug", flat=True))
    page.links.filter(target_slug__in=stored - wanted).delete()
    PageLink.objects.bulk_create(
        [PageLink(source=page, target_slug=slug) for slug in sorted(wanted - stored)]
    )
    shown = page.links.filter(target_slug__in=embedded)
    shown.filter(is_embedded=False).update(is_embedded=True)
    page.links.filter(is_embedded=True).exclude(target_slug__in=embedded).update(is_embedded=False)
    return wanted ^ stored


def _replace_facts(page: Page, facts: list[tuple[str, str]]) -> None:
    page.facts.all().delete()
    Fact.objects.bulk_create(
        [
            Fact(page=page, position=n, key=key, value=value, value_start=start_of(value))
            for n, (key, value) in enumerate(facts)
        ]
    )


@task()
def make_sizes(stored_name: str) -> None:
    """Keep an uploaded image in smaller sizes too; the same sizes again when it runs again."""
    if not default_storage.exists(stored_name):
        return  # removed and collected meanwhile
    stem = stored_name.partition(".")[0]
    with default_storage.open(stored_name) as file, Image.open(file, formats=["PNG", "WEBP"]) as image:
        plain = image.convert("RGBA" if image.has_transparency_data else "RGB")
        for width in sizes_of(image.width):
            height = max(1, round(image.height * width / image.width))
            smaller = plain.resize((width, height), Image.Resampling.LANCZOS)
            keep_file(f"{stem}-{width}.webp", _written(smaller, "WEBP", quality=80))
            if features.check("avif"):
                keep_file(f"{stem}-{width}.avif", _written(smaller, "AVIF", quality=60, speed=8))


def _written(image: Image.Image, image_format: str, **options: int) -> bytes:
    content = BytesIO()
    image.save(content, image_format, **options)
    return content.getvalue()
