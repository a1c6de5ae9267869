"""What finding pages costs as a wiki grows: every kind of query with its snippets, suggestions, indexing.

100,000 pages of about 6 KB by default; BENCH_FULL=1 grows on to 1,000,000, BENCH_PAGES=2000 stops early.
"""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import accumulate
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection, transaction

from pages import search
from pages.models import Fact, Page, SearchDocument
from pages.search.backends import adapter
from pages.search.entry import make_entry

MOST = 1_000_000 if os.environ.get("BENCH_FULL") else int(os.environ.get("BENCH_PAGES", "100000"))
SIZES = [size for size in (1_000, 10_000, 100_000, 1_000_000) if size < MOST] + [MOST]
WORDS_A_PAGE = 900
VOCABULARY = 30_000
CHUNK_PAGES = 500
ROUNDS = 15
LICENSES = ("MIT", "BSD-3-Clause", "Apache-2.0", "GPL-3.0", "MPL-2.0")


def run() -> list[dict[str, Any]]:
    """Return the median milliseconds of each search, and what it found, at each size."""
    wiki = Wiki(random.Random(1))
    rows = []
    with gone_afterwards():
        for size in SIZES:
            before, count = perf_counter(), size - wiki.size
            wiki.grow_to(size)
            spent = (perf_counter() - before) / count * 1000
            rows.append({"name": f"index a page, {size:,} pages", "value": spent, "unit": "ms"})
            rows += [
                {**row, "name": f"{row['name']}, {size:,} pages"}
                for row in figures(wiki.words, wiki.samples())
            ]
    return rows


def figures(words: list[str], sample: SearchDocument) -> list[dict[str, Any]]:
    common, usual, rare = words[0], words[300], words[20_000]
    phrase = " ".join(sample.body.split()[400:403])
    return [
        _figure("rare word", lambda: _find(rare)),
        _figure("usual word", lambda: _find(usual)),
        _figure("commonest word", lambda: _find(common)),
        _figure("commonest word, newest first", lambda: _find(common, by_time=True)),
        _figure("three words", lambda: _find(f"{common} {usual} {words[50]}")),
        _figure("phrase", lambda: _find(f'"{phrase}"')),
        _figure("phrase of the commonest words", lambda: _find(f'"{words[0]} {words[1]}"')),
        _figure("beginning of three letters", lambda: _find(f"{usual[:3]}*")),
        _figure("fact", lambda: _find("license:mit")),
        _figure("fact and a word", lambda: _find(f"license:apache {usual}")),
        _figure("a word without another", lambda: _find(f"{usual} -{words[10]}")),
        _figure("a word before a year", lambda: _find(f"{usual} before:2030")),
        _figure("nothing", lambda: _find("zzzzqqqq")),
        _figure("page 50 of the commonest word", lambda: _find(common, after="980")),
        _figure("40 words", lambda: _find(" ".join(words[:40]))),
        _figure("suggest by one letter", lambda: len(search.suggest(sample.title[:1]))),
        _figure("suggest by a beginning", lambda: len(search.suggest(sample.title[:4]))),
        _figure("suggest for a typing error", lambda: len(search.suggest(_misspelled(sample.title)))),
        _figure("suggest for two typing errors", lambda: len(search.suggest(_misspelled(sample.title, 2)))),
    ]


def _find(text: str, **options: Any) -> int:
    return len(search.search(search.parse(text), **options).hits)


def _figure(name: str, work: Callable[[], int]) -> dict[str, Any]:
    times = []
    for _ in range(ROUNDS):
        before = perf_counter()
        found = work()
        times.append(perf_counter() - before)
    return {"name": name, "value": round(median(times) * 1000, 2), "unit": "ms", "note": f"{found} shown"}


class Wiki:
    """Pages without revisions, the same in every run; their words are as frequent as in real text (Zipf)."""

    def __init__(self, chance: random.Random) -> None:
        self.chance, self.size = chance, 0
        self.words = _vocabulary(chance)
        self.weights = list(accumulate(1 / rank for rank in range(1, len(self.words) + 1)))

    def grow_to(self, size: int) -> None:
        while self.size < size:
            with transaction.atomic():
                self._make(range(self.size, min(self.size + CHUNK_PAGES, size)))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def samples(self) -> SearchDocument:
        return SearchDocument.objects.get(page__slug="bench-search-7")

    def _make(self, numbers: range) -> None:
        texts = [self.chance.choices(self.words, cum_weights=self.weights, k=WORDS_A_PAGE) for _ in numbers]
        titles = [" ".join(self.chance.sample(text, 3)).capitalize() for text in texts]
        pages = Page.objects.bulk_create(
            Page(slug=f"bench-search-{number}", title=title)
            for number, title in zip(numbers, titles, strict=True)
        )
        SearchDocument.objects.bulk_create(
            SearchDocument(page=page, title=page.title, body=" ".join(text), indexed_as=1)
            for page, text in zip(pages, texts, strict=True)
        )
        facts = [("license", self.chance.choice(LICENSES)) for _ in pages]
        Fact.objects.bulk_create(
            Fact(page=page, position=0, key=key, value=value, value_start=value)
            for page, (key, value) in zip(pages, facts, strict=True)
        )
        for page, text, fact in zip(pages, texts, facts, strict=True):
            headings = [" ".join(text[at : at + 3]) for at in (100, 300, 600)]
            entry = make_entry(page.title, " ".join(text), headings=headings, facts=[fact], lang="en")
            adapter().index(page.pk, entry)
        self.size = numbers.stop


@contextmanager
def gone_afterwards() -> Iterator[None]:
    try:
        yield
    finally:
        made = Page.objects.filter(slug__startswith="bench-search-")
        Fact.objects.filter(page__in=made).delete()
        SearchDocument.objects.filter(page__in=made)._raw_delete("default")
        made._raw_delete("default")


def _vocabulary(chance: random.Random) -> list[str]:
    made = (
        "".join(chance.choice("bdfgklmnprst") + chance.choice("aeiou") for _ in range(chance.randint(1, 5)))
        for _ in range(VOCABULARY * 3)
    )
    return list(dict.fromkeys(made))[:VOCABULARY]


def _misspelled(title: str, errors: int = 1) -> str:
    """The title's longest word with letters in the wrong order, at its beginning and before its end."""
    word = max(title.split(), key=len)
    word = word[:2] + word[3:4] + word[2:3] + word[4:]
    return word if errors == 1 else word[:-2] + word[-1] + word[-2]
