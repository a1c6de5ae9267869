"""What finding pages costs: rare and common words, phrases, beginnings, suggestions; and indexing them."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import accumulate
from time import perf_counter
from typing import Any

from django.db import connection, transaction

from pages import search
from pages.models import Page, SearchDocument

PAGES = 2_000
WORDS_A_PAGE = 900  # about 6 KB
VOCABULARY = 30_000
ROUNDS = 15


def run(pages: int = PAGES) -> list[dict[str, Any]]:
    """Return the least milliseconds of each search in some rounds, snippets included, and what it found."""
    chance = random.Random(1)
    words = _vocabulary(chance)
    before = perf_counter()
    with _filled(pages, words, chance) as sample:
        indexing = (perf_counter() - before) / pages * 1000
        common, usual, rare = words[0], words[300], words[20_000]
        phrase = " ".join(sample.body.split()[400:403])
        title = sample.title
        return [
            {"name": f"index a page, {pages:,} pages", "value": round(indexing, 2), "unit": "ms", "note": ""},
            _figure("rare word", lambda: _find(rare)),
            _figure("usual word", lambda: _find(usual)),
            _figure("commonest word", lambda: _find(common)),
            _figure("three words", lambda: _find(f"{common} {usual} {words[50]}")),
            _figure("phrase", lambda: _find(f'"{phrase}"')),
            _figure("phrase of the commonest words", lambda: _find(f'"{words[0]} {words[1]}"')),
            _figure("beginning of three letters", lambda: _find(f"{usual[:3]}*")),
            _figure("nothing", lambda: _find("zzzzqqqq")),
            _figure("page 50 of the commonest word", lambda: _find(common, after="980")),
            _figure("40 words", lambda: _find(" ".join(words[:40]))),
            _figure("suggest by one letter", lambda: len(search.suggest(title[:1]))),
            _figure("suggest by a beginning", lambda: len(search.suggest(title[:4]))),
            _figure("suggest for a typing error", lambda: len(search.suggest(_misspelled(title)))),
        ]


def _find(text: str, **options: Any) -> int:
    return len(search.search(search.parse(text), **options).hits)


def _figure(name: str, work: Callable[[], int]) -> dict[str, Any]:
    times = []
    for _ in range(ROUNDS):
        before = perf_counter()
        found = work()
        times.append(perf_counter() - before)
    return {"name": name, "value": round(min(times) * 1000, 2), "unit": "ms", "note": f"{found} shown"}


@contextmanager
def _filled(pages: int, words: list[str], chance: random.Random) -> Iterator[SearchDocument]:
    """Pages without revisions, whose words are as frequent as in real text (Zipf); gone again afterwards."""
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    try:
        with transaction.atomic():
            for number in range(pages):
                _make_page(number, chance.choices(words, cum_weights=weights, k=WORDS_A_PAGE), chance)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield SearchDocument.objects.get(page__slug="bench-search-7")
    finally:
        made = Page.objects.filter(slug__startswith="bench-search-")
        SearchDocument.objects.filter(page__in=made).delete()
        made.delete()


def _make_page(number: int, text: list[str], chance: random.Random) -> None:
    title = " ".join(chance.sample(text, 3)).capitalize()
    page = Page.objects.create(slug=f"bench-search-{number}", title=title)
    SearchDocument.objects.create(page=page, title=title, body=" ".join(text))
    search.index(page)


def _vocabulary(chance: random.Random) -> list[str]:
    made = (
        "".join(chance.choice("bdfgklmnprst") + chance.choice("aeiou") for _ in range(chance.randint(1, 5)))
        for _ in range(VOCABULARY * 3)
    )
    return list(dict.fromkeys(made))[:VOCABULARY]


def _misspelled(title: str) -> str:
    """The title's longest word with two letters in the wrong order."""
    word = max(title.split(), key=len)
    return word[:2] + word[3:4] + word[2:3] + word[4:]
