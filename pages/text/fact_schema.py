"""The schema of facts: what a site's data file says of each key."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from pages.text.choosing import Question, QuestionFault, parse_questions

TYPES = frozenset(
    [
        "any",
        "choice",
        "claims",
        "date",
        "dates",
        "map",
        "names",
        "number",
        "pages",
        "people",
        "release",
        "sentences",
        "sources",
        "text",
        "url",
    ]
)
OURS = Path(__file__).with_name("fact_schema.yaml")


class SchemaFault(ValueError):
    """A schema file that cannot be used; the message says where."""


@dataclass(frozen=True, slots=True)
class FactType:
    """What the schema says of one dotted key; `keys` are those of a mapping, with their allowed values."""

    key: str
    label: str
    type: str = "any"
    group: str = ""
    shown_in: frozenset[str] = frozenset()
    hint: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    keyed: str = ""
    unit: str = ""
    has: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    precision: str = ""
    is_list: bool = False
    most_chars: int = 0
    not_for: frozenset[str] = frozenset()
    instead: str = ""
    dated_by: str = ""
    review_days: int = 0

    @property
    def top(self) -> str:
        """The key at the outermost level, by which sources and dates are named."""
        return self.key.partition(".")[0]

    @property
    def value_key(self) -> str:
        """The dotted key under which the value itself is stored: `features.orm.is`."""
        return f"{self.key}.{self.keyed}" if self.keyed else self.key


@dataclass(frozen=True, slots=True)
class Schema:
    """All keys that a site knows, in the order in which they are shown."""

    facts: Mapping[str, FactType]
    groups: Mapping[str, str]
    listed_by: str
    checked: str
    questions: tuple[Question, ...] = ()
    choose_among: tuple[str, ...] = ()

    @property
    def tops(self) -> set[str]:
        """The outermost keys that are known."""
        return {fact.top for fact in self.facts.values()}

    def shown_in(self, place: str) -> list[FactType]:
        return [fact for fact in self.facts.values() if place in fact.shown_in]

    def inside(self, top: str) -> dict[str, FactType]:
        """The facts of the group `top` by their last word; empty where it is no group."""
        return {key.partition(".")[2]: fact for key, fact in self.facts.items() if key.startswith(f"{top}.")}


EMPTY = Schema({}, {}, "", "")


@lru_cache(maxsize=8)
def load_schema(path: str | Path = OURS) -> Schema:
    """Return the schema in the file `path`. Raises `SchemaFault`."""
    try:
        return parse_schema(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise SchemaFault(f"{path} cannot be read: {error.strerror}.") from error
    except SchemaFault as fault:
        raise SchemaFault(f"{path}: {fault}") from fault


def parse_schema(text: str) -> Schema:
    """Return the schema that `text` describes. Raises `SchemaFault`."""
    try:
        written = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise SchemaFault(f"this is no YAML: {error}") from error
    if not isinstance(written, dict) or not isinstance(written.get("facts"), dict):
        raise SchemaFault("a schema has a mapping named “facts”")
    facts = {fact.key: fact for fact in _facts(written["facts"], int(written.get("review_days", 0)))}
    return Schema(
        facts=facts,
        groups=_mapping(written, "groups"),
        listed_by=str(written.get("listed_by", "")),
        checked=str(written.get("checked", "")),
        questions=_questions(written),
        choose_among=tuple(str(kind) for kind in written.get("choose_among") or ()),
    )


def _questions(written: Mapping[str, Any]) -> tuple[Question, ...]:
    try:
        return parse_questions(written.get("questions") or {})
    except QuestionFault as fault:
        raise SchemaFault(str(fault)) from fault


def _facts(written: Mapping[str, Any], review_days: int) -> Iterator[FactType]:
    for key, entry in written.items():
        if not isinstance(entry, dict):
            raise SchemaFault(f"“{key}” is described by a mapping such as {{label: …, type: text}}")
        if entry.get("type") != "group":
            yield _fact(str(key), {"review_days": review_days, **entry})
            continue
        shared = {"review_days": entry.get("review_days", review_days), "dated_by": entry.get("dated_by", "")}
        for inner, described in _mapping(entry, "facts").items():
            own = {"label": described} if isinstance(described, str) else described
            yield _fact(f"{key}.{inner}", {**shared, **_mapping(entry, "each"), **own})


def _fact(key: str, entry: Mapping[str, Any]) -> FactType:
    if entry.get("type", "any") not in TYPES:
        raise SchemaFault(f"“{key}” has the type “{entry['type']}”; there are {', '.join(sorted(TYPES))}")
    return FactType(
        key=key,
        label=str(entry.get("label", key)),
        type=entry.get("type", "any"),
        group=str(entry.get("group", "")),
        shown_in=frozenset(entry.get("in", ())),
        hint=str(entry.get("hint", "")),
        values={str(value): str(label) for value, label in _mapping(entry, "values").items()},
        keys=_mapping(entry, "keys"),
        keyed=str(entry.get("keyed", "")),
        unit=str(entry.get("unit", "")),
        has=frozenset(entry.get("has", ())),
        lacks=frozenset(entry.get("lacks", ())),
        precision=str(entry.get("precision", "")),
        is_list=bool(entry.get("is_list", False)),
        most_chars=int(entry.get("most_chars", 0)),
        not_for=frozenset(entry.get("not_for", ())),
        instead=str(entry.get("or", "")),
        dated_by=str(entry.get("dated_by", "")),
        review_days=int(entry.get("review_days", 0)),
    )


def _mapping(entry: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = entry.get(key) or {}
    if not isinstance(found, dict):
        raise SchemaFault(f"“{key}” is a mapping")
    return found
