"""What a long history costs on disk, and what reading any revision of it takes."""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Length

from pages.models import Page, PageBlame, RevisionText, next_revision, store_text
from pages.models.text_group import group_texts, groups

REVISIONS = 10_000 if os.environ.get("BENCH_FULL") == "1" else 1_000
START_BYTES = 50_000
READS = 300


def run(revisions: int = REVISIONS) -> list[dict[str, Any]]:
    """Return the bytes of one growing page's history in each form, and the milliseconds of reading it."""
    with grown_page("bench-storage", revisions) as page:
        texts = RevisionText.objects.filter(revision__page=page)
        full = page.revisions.aggregate(sum=Sum("size"))["sum"]
        by_itself = _stored(texts)
        started = perf_counter()
        for first in groups(page):
            group_texts(page, first)
        grouping = (perf_counter() - started) * 1000 / (page.revision_count // 50 or 1)
        grouped = _stored(texts)
        times = sorted(_reading_times(page))
    note = f"{revisions:,} revisions of a page from 50 KB on"
    return [
        {"name": "texts in full", "value": round(full / 1e6, 2), "unit": "MB", "note": note},
        {"name": "each compressed by itself", "value": round(by_itself / 1e6, 2), "unit": "MB"},
        {"name": "in groups of 50", "value": round(grouped / 1e6, 2), "unit": "MB"},
        {"name": "full text against groups", "value": round(full / grouped, 1), "unit": "times"},
        {"name": "grouping 50 revisions", "value": round(grouping, 1), "unit": "ms"},
        {"name": "read any revision, median", "value": round(times[READS // 2], 2), "unit": "ms"},
        {"name": "read any revision, 99 of 100", "value": round(times[READS * 99 // 100], 2), "unit": "ms"},
    ]


@contextmanager
def grown_page(slug: str, revisions: int, *, start_bytes: int = START_BYTES) -> Iterator[Page]:
    """A page whose every revision changes a few words; the same in every run, and gone afterwards."""
    chance, now = random.Random(1), datetime(2026, 1, 1, tzinfo=UTC)
    lines = []
    while sum(map(len, lines)) < start_bytes:
        lines.append(_line(chance))
    try:
        with transaction.atomic():
            page = Page.objects.create(slug=slug, title=slug, created_at=now)
            for number in range(revisions):
                text = "".join(lines)
                revision = next_revision(page, text, by=None, summary=f"Edit {number}", now=now)
                revision.save()
                store_text(revision, text)
                page.current, page.revision_count = revision, revision.number
                now += timedelta(minutes=1)
                _edit(lines, chance)
            page.save()
        yield page
    finally:
        _forget(slug)


def _edit(lines: list[str], chance: random.Random) -> None:
    place = chance.randrange(len(lines))
    if chance.random() < 0.1:
        lines.insert(place, _line(chance))
    else:
        words = lines[place].split()
        words[chance.randrange(len(words))] = _word(chance)
        lines[place] = " ".join(words) + "\n"


def _line(chance: random.Random) -> str:
    return " ".join(_word(chance) for _ in range(chance.randint(3, 15))) + "\n"


def _word(chance: random.Random) -> str:
    return "".join(chance.choices("aeiounrst", k=chance.randint(2, 9)))


def _stored(texts: Any) -> int:
    return texts.aggregate(sum=Sum(Length("content")))["sum"]


def _reading_times(page: Page) -> Iterator[float]:
    chance = random.Random(2)
    for _ in range(READS):
        revision = page.revisions.get(number=chance.randint(1, page.revision_count))
        started = perf_counter()
        assert len(revision.text.encode()) == revision.size
        yield (perf_counter() - started) * 1000


@transaction.atomic
def _forget(slug: str) -> None:
    """Delete what points to others first: keyframes and parents are protected."""
    page = Page.objects.filter(slug=slug).first()
    if page is None:
        return
    PageBlame.objects.filter(page=page).delete()
    texts = RevisionText.objects.filter(revision__page=page)
    texts.exclude(keyframe=None)._raw_delete(texts.db)
    texts._raw_delete(texts.db)
    Page.objects.filter(pk=page.pk).update(current=None)
    page.revisions.all()._raw_delete(texts.db)
    page.delete()
