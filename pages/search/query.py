"""What somebody asked for: typed text as terms that no database can mistake for its own syntax. Pure."""

import re
from dataclasses import dataclass, replace

from pages.search.tokens import is_lone_character, words_to_find
from pages.text.refusals import Refusal

MAX_QUERY_CHARS = 500
MAX_TERMS = 40

_QUOTES = '"“”„«»'  # telephones type the typographic ones
_CHUNK = re.compile(f"[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]?|(?P<word>[^\\s{_QUOTES}]+)")


class QueryRefused(Refusal):
    """A query that is longer than anybody's question."""


@dataclass(frozen=True)
class Term:
    """Words that must stand next to each other, in this order; the last may be the beginning of a word."""

    words: tuple[str, ...]
    is_prefix: bool = False
    is_quoted: bool = False


@dataclass(frozen=True)
class Query:
    """All terms must be on the page. `text` is what was typed, without what no page can hold."""

    text: str
    terms: tuple[Term, ...] = ()

    @property
    def words(self) -> list[str]:
        return [word for term in self.terms for word in term.words]

    def widened(self) -> "Query":
        """The same query, where the words that were not quoted may be beginnings of words."""
        terms = tuple(term if term.is_quoted else replace(term, is_prefix=True) for term in self.terms)
        return replace(self, terms=terms)


def parse(text: str) -> Query:
    """Read words, "exact phrases" and begin* from typed text. Raises `QueryRefused`.

    What is written together is searched together: `node.js` is the phrase "node js".
    """
    if len(text) > MAX_QUERY_CHARS:
        raise QueryRefused(f"This is too long to search for: shorten it to {MAX_QUERY_CHARS} characters.")
    readable = text.replace("\0", "").encode(errors="replace").decode()
    terms = tuple(dict.fromkeys(filter(None, map(_term, _CHUNK.finditer(readable)))))
    if len(terms) > MAX_TERMS:
        raise QueryRefused(f"These are too many words to search for: keep the {MAX_TERMS} that matter most.")
    return Query(readable.strip(), terms)


def _term(chunk: re.Match[str]) -> Term | None:
    words = tuple(words_to_find(chunk[0]))
    if not words:
        return None
    typed = chunk["word"] or ""
    # One character of a script without spaces is in the index as half of a pair, or at the end of a run.
    is_prefix = typed.endswith("*") or is_lone_character(words[-1])
    return Term(words, is_prefix, is_quoted=chunk["phrase"] is not None)
