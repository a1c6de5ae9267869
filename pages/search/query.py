"""What somebody asked for: typed text as terms that no database can mistake for its own syntax. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from pages.search.periods import Period, read_period
from pages.search.stems import stems_of
from pages.search.tokens import fact_key, fact_words, has_fact, is_lone_character, words_to_find
from pages.text.refusals import Refusal

MAX_QUERY_CHARS = 500
MAX_TERMS = 40
MAX_STEMMED_TERMS = 8  # each is asked for in twenty languages; who types more has copied a sentence
MAX_PEOPLE = 5  # each is looked up by a query of its own
PLACES = ("pages", "comments")

_QUOTES = '"“”„«»'  # telephones type the typographic ones
_CHUNK = re.compile(
    rf"(?P<minus>-(?=[^\s-]))?(?:(?P<key>[^\W\d_][\w.-]{{0,80}}):(?=[^\s:/]))?"
    rf"(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)(?P<closing>[{_QUOTES}])?|(?P<word>[^\s{_QUOTES}]+))"
)
_OPERATORS = ("in", "by", "before", "after")
_BARE_OPERATORS = {f"{operator}:" for operator in _OPERATORS}
_EXAMPLES = {"in": "in:comments", "by": "by:anna", "before": "before:2026", "after": "after:2026-11"}


class QueryRefused(Refusal):
    """A query that is longer than anybody's question."""


@dataclass(frozen=True)
class Term:
    """Words that must stand next to each other, in this order; the last may be the beginning of a word.

    `stems` are what will do as well, for a single word without quotes. The words of a fact hold its key.
    """

    words: tuple[str, ...]
    is_prefix: bool = False
    is_quoted: bool = False
    is_fact: bool = False
    stems: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Part:
    """One piece of a query as it was typed: the operator that it is, "" for words."""

    operator: str
    typed: str


@dataclass(frozen=True)
class Query:
    """All terms must be there and none of the excluded. `text` is what was typed, less what no page can hold.

    `after` and `before` are the first day and the day behind the last. `hints` say what was not understood.
    """

    text: str
    terms: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    by: tuple[str, ...] = ()
    not_by: tuple[str, ...] = ()
    after: date | None = None
    before: date | None = None
    place: str = ""
    hints: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def words(self) -> list[str]:
        return [word for term in self.terms if not term.is_fact for word in term.words]

    @property
    def plain(self) -> str:
        """What was typed, when it is words and nothing more: it could be the title of a page."""
        is_plain = not self.excluded and not any(part.operator for part in self.parts)
        has_facts = any(term.is_fact for term in self.terms)
        return self.text.strip(" *") if is_plain and not has_facts else ""

    @property
    def is_filtered(self) -> bool:
        """Whether more than words decides what is found."""
        return bool(self.by or self.not_by or self.after or self.before)

    @property
    def is_asking(self) -> bool:
        """Whether there is anything to look for; what is only taken away leaves no question."""
        return bool(self.terms or self.by or self.after or self.before)

    def widened(self) -> "Query":
        """The same query, where the words that were not quoted may be beginnings of words."""
        terms = tuple(term if term.is_quoted else replace(term, is_prefix=True) for term in self.terms)
        return replace(self, terms=terms)

    def typed_with(self, operator: str, typed: str = "") -> str:
        """The typed text with this in place of what it says by `operator`."""
        kept = [part.typed for part in self.parts if part.operator != operator]
        return " ".join(filter(None, [*kept, typed]))


def parse(text: str) -> Query:
    """Read words, "exact phrases", begin*, -without, key:value and the operators from typed text.

    What is written together is searched together: `node.js` is the phrase "node js". Raises `QueryRefused`.
    """
    if len(text) > MAX_QUERY_CHARS:
        raise QueryRefused(f"This is too long to search for: shorten it to {MAX_QUERY_CHARS} characters.")
    typed = readable(text)
    reading = _Reading()
    for chunk in _CHUNK.finditer(typed):
        reading.take(chunk)
    return reading.query(typed)


def readable(text: str) -> str:
    """A text that can be shown and stored, whatever was sent."""
    return text.replace("\0", "").encode(errors="replace").decode().strip()


class _Reading:
    """What was read so far."""

    def __init__(self) -> None:
        self.wanted: dict[Term, None] = {}
        self.excluded: dict[Term, None] = {}
        self.by: dict[bool, list[str]] = {False: [], True: []}
        self.after: list[date] = []
        self.before: list[date] = []
        self.place = ""
        self.hints: list[str] = []
        self.parts: list[Part] = []

    def take(self, chunk: re.Match[str]) -> None:
        key = (chunk["key"] or "").lower()
        self.parts.append(Part(key if key in _OPERATORS else "", chunk[0]))
        if chunk["phrase"] is not None and not chunk["closing"]:
            self.hints.append(
                "A closing quotation mark is missing: all that follows was taken as one phrase."
            )
        if key in _OPERATORS:
            self._operate(key, _value(chunk), bool(chunk["minus"]))
        elif chunk[0].lower() in _BARE_OPERATORS:
            self._show_example(chunk[0].lower().rstrip(":"))
        elif term := _term(chunk):
            (self.excluded if chunk["minus"] else self.wanted)[term] = None
        elif key:
            self._show_example(key)

    def query(self, text: str) -> Query:
        terms, excluded = tuple(self.wanted), tuple(self.excluded)
        if len(terms) + len(excluded) > MAX_TERMS:
            raise QueryRefused(
                f"These are too many words to search for: keep the {MAX_TERMS} that matter most."
            )
        if len(self.by[False]) + len(self.by[True]) > MAX_PEOPLE:
            raise QueryRefused(f"These are too many people to search for: name {MAX_PEOPLE} at most.")
        if len(terms) > MAX_STEMMED_TERMS:
            terms = tuple(replace(term, stems=()) for term in terms)
        query = Query(
            text,
            terms,
            excluded,
            by=tuple(self.by[False]),
            not_by=tuple(self.by[True]),
            after=max(self.after, default=None),
            before=min(self.before, default=None),
            place=self.place,
            parts=tuple(self.parts),
        )
        return replace(query, hints=tuple(dict.fromkeys([*self.hints, *_contradictions(query)])))

    def _operate(self, key: str, value: str, is_excluded: bool) -> None:
        if not value:
            self._show_example(key)
        elif key == "by":
            self.by[is_excluded].append(value)
        elif is_excluded:
            self.hints.append(f"A minus before “{key}:” has no meaning, so it was left out.")
        elif key == "in":
            self._look_in(value.lower())
        elif period := read_period(value):
            self._bound(key, period)
        else:
            self.hints.append(f"“{value}” is no date: write {key}:2026, {key}:2026-11 or {key}:2026-11-28.")

    def _look_in(self, place: str) -> None:
        if place in PLACES:
            self.place = place
        else:
            self.hints.append(f"“in:” knows in:pages and in:comments, not “{place}”.")

    def _bound(self, key: str, period: Period) -> None:
        if key == "after":
            self.after.append(period.end)
        else:
            self.before.append(period.start)

    def _show_example(self, key: str) -> None:
        example = _EXAMPLES.get(key, f"{key}:value")
        self.hints.append(f"Write what you mean right behind “{key}:”, as in {example}.")


def _contradictions(query: Query) -> Iterator[str]:
    if query.after and query.before and query.after >= query.before:
        yield "No day lies both after and before these dates."
    if query.place == "comments" and any(term.is_fact for term in query.terms):
        yield "Comments have no facts, so no comment is found by one."
    if (query.excluded or query.not_by) and not query.is_asking:
        yield "A minus only takes away from what is found: say what to find as well."


def _value(chunk: re.Match[str]) -> str:
    return " ".join((chunk["word"] if chunk["phrase"] is None else chunk["phrase"]).split())


def _term(chunk: re.Match[str]) -> Term | None:
    typed, is_quoted = _value(chunk), chunk["phrase"] is not None
    found, key = words_to_find(typed), fact_key(chunk["key"] or "")
    if key and (found or typed == "*"):
        return Term(
            tuple(fact_words(key, found)) or (has_fact(key),),
            is_prefix=typed.endswith("*") and bool(found),
            is_fact=True,
        )
    if not found or chunk["key"]:
        return None
    # One character of a script without spaces is in the index as half of a pair, or at the end of a run.
    is_prefix = not is_quoted and (typed.endswith("*") or is_lone_character(found[-1]))
    is_plain = len(found) == 1 and not is_quoted and not is_prefix
    return Term(tuple(found), is_prefix, is_quoted, stems=stems_of(typed) if is_plain else ())
