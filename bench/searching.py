"""What finding pages costs as a wiki grows: every kind of query with its snippets, suggestions, indexing.

100,000 pages of about 6 KB by default; BENCH_FULL=1 grows on to 1,000,000, BENCH_PAGES=2000 stops early. The
figures are milliseconds of the processor, PostgreSQL's included: what else the machine does matters little.
"""

import os
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from statistics import median
from time import thread_time
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
    wiki, rows = Wiki(random.Random(1)), []
    with gone_afterwards():
        for size in SIZES:
            before, count = _spent(), size - wiki.size
            wiki.grow_to(size)
            spent = (_spent() - before) / count * 1000
            rows.append({"name": f"index a page, {size:,} pages", "value": spent, "unit": "ms"})
            for row in figures(wiki.words, wiki.sample()):
                rows.append({**row, "name": f"{row['name']}, {size:,} pages"})
                print(f"   {rows[-1]['name']}: {row['value']} ms", file=sys.stderr, flush=True)
    return rows


def figures(words: list[str], sample: SearchDocument) -> Iterator[dict[str, Any]]:
    common, usual, rare = words[0], words[300], words[20_000]
    phrase = " ".join(sample.body.split()[400:403])
    asked = [
        ("rare word", lambda: _find(rare)),
        ("usual word", lambda: _find(usual)),
        ("commonest word", lambda: _find(common)),
        ("commonest word, newest first", lambda: _find(common, by_time=True)),
        ("three words", lambda: _find(f"{common} {usual} {words[50]}")),
        ("phrase", lambda: _find(f'"{phrase}"')),
        ("phrase of the commonest words", lambda: _find(f'"{words[0]} {words[1]}"')),
        ("beginning of three letters", lambda: _find(f"{usual[:3]}*")),
        ("fact", lambda: _find("license:mit")),
        ("fact and a word", lambda: _find(f"license:apache {usual}")),
        ("a word without another", lambda: _find(f"{usual} -{words[10]}")),
        ("a word before a year", lambda: _find(f"{usual} before:2030")),
        ("nothing", lambda: _find("zzzzqqqq")),
        ("page 50 of the commonest word", lambda: _find(common, after="980")),
        ("40 words", lambda: _find(" ".join(words[:40]))),
        ("suggest by one letter", lambda: len(search.suggest(sample.title[:1]))),
        ("suggest by a beginning", lambda: len(search.suggest(sample.title[:4]))),
        ("suggest for a typing error", lambda: len(search.suggest(_misspelled(sample.title)))),
        ("suggest for two typing errors", lambda: len(search.suggest(_misspelled(sample.title, 2)))),
    ]
    yield from (_figure(name, work) for name, work in asked)


def _find(text: str, **options: Any) -> int:
    return len(search.search(search.parse(text), **options).hits)


def _figure(name: str, work: Callable[[], int]) -> dict[str, Any]:
    times = []
    for _ in range(ROUNDS):
        before = _spent()
        found = work()
        times.append(_spent() - before)
    return {"name": name, "value": round(median(times) * 1000, 2), "unit": "ms", "note": f"{found} shown"}


def _spent() -> float:
    """Seconds of the processor that this thread has used, and the PostgreSQL that works for it."""
    if connection.vendor != "postgresql":
        return thread_time()
    connection.ensure_connection()
    nanoseconds = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]
    return thread_time() + int(nanoseconds) / 1e9


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

    def sample(self) -> SearchDocument:
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
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("TRUNCATE pages_page CASCADE")
            else:
                _empty(cursor)


def _empty(cursor: Any) -> None:
    """FTS5 takes as long to forget a page as to learn it: its tables are made anew."""
    for table in ("pages_search", "pages_search_titles"):
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
        [sql] = cursor.fetchone()
        cursor.execute(f"DROP TABLE {table}")
        cursor.execute(sql)
    for table in ("pages_fact", "pages_searchdocument", "pages_page"):
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608


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
