"""The words of a page as an index holds them. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pages.search.spelling import deletions, trigrams
from pages.search.stems import with_stems
from pages.search.tokens import fact_key, fact_words, has_fact, words

MAX_INDEXED_CHARS = 500_000
MAX_FACT_TOKENS = 5_000


@dataclass(frozen=True)
class Entry:
    """A page's words by where they stand; `spellings` is what a misspelled title is told by."""

    title: list[str]
    headings: list[str]
    facts: list[str]
    body: list[str]
    spellings: list[str]


def make_entry(
    title: str, body: str, *, headings: Iterable[str], facts: Iterable[tuple[str, str]], lang: str
) -> Entry:
    return Entry(
        title=with_stems(title, lang),
        headings=with_stems("\n".join(headings), lang),
        facts=list(_of_facts(facts))[:MAX_FACT_TOKENS],
        body=with_stems(body[:MAX_INDEXED_CHARS], lang),
        spellings=sorted(trigrams(title) | deletions(title)),
    )


def _of_facts(facts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Of `users.1.name: Ada` the words of users-name and, as somebody may ask so, of users."""
    for key, value in facts:
        value_words = words(value)
        for name in dict.fromkeys([fact_key(key), fact_key(key.partition(".")[0])]):
            if name:
                yield from [has_fact(name), *fact_words(name, value_words)]
