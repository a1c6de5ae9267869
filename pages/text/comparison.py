"""Facts side by side: columns of values become grouped rows, each cell known, not known or not applicable."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pages.text.fact_dates import Age, age_of
from pages.text.fact_schema import FactType, Schema
from pages.text.fact_values import (
    NOT_APPLICABLE,
    Part,
    dig,
    label_of,
    number_of,
    parts_of,
    text_of,
    url_in,
    value_of,
)
from pages.text.facts import unknown_facts

State = Literal["known", "unknown", "inapplicable"]
OTHER_GROUP = "Other facts"


@dataclass(frozen=True, slots=True)
class Column:
    """One page, or one of its revisions where `number` pins it; `values` is its front matter."""

    slug: str
    title: str
    values: dict[str, Any]
    number: int | None = None
    doubted: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """How an address names it: `flask`, `flask@48`."""
        return f"{self.slug}@{self.number}" if self.number else self.slug


@dataclass(frozen=True, slots=True)
class Cell:
    """What one column says of one fact, where that was read, and whether it is too old."""

    state: State
    parts: tuple[Part, ...] = ()
    lead: str = ""
    glue: str = ", "
    note: str = ""
    number: float | None = None
    mark: str = ""
    source: str = ""
    source_key: str = ""
    as_of: str = ""
    is_stale: bool = False

    @property
    def text(self) -> str:
        return self.lead + self.glue.join(part.text for part in self.parts)

    @property
    def source_url(self) -> str:
        return url_in(self.source)

    @property
    def said(self) -> tuple[str, str]:
        """What makes two cells the same: notes, sources and dates do not count."""
        return self.state, self.text


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of all columns; `top` is the largest number, from which bars are drawn."""

    key: str
    label: str
    cells: tuple[Cell, ...]
    hint: str = ""
    is_sentences: bool = False

    @property
    def is_same(self) -> bool:
        return len({cell.said for cell in self.cells}) == 1

    @property
    def is_known(self) -> bool:
        return any(cell.state == "known" for cell in self.cells)

    @property
    def is_shared(self) -> bool:
        return all(cell.state != "inapplicable" for cell in self.cells)

    @property
    def top(self) -> float:
        return max((cell.number or 0 for cell in self.cells), default=0)


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    rows: tuple[Row, ...]

    @property
    def is_same(self) -> bool:
        return all(row.is_same for row in self.rows)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A whole table; `kinds` are the different kinds in it, `oldest` the date of its oldest fact."""

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    kinds: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    oldest: str = ""
    is_stale: bool = False

    @property
    def names(self) -> str:
        return "+".join(column.name for column in self.columns)

    @property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows]


def table(
    columns: Sequence[Column],
    schema: Schema,
    *,
    today: date,
    is_shared: bool = False,
    only: Collection[str] = (),
) -> Comparison:
    """Lay `columns` side by side by the order of `schema`.

    With `is_shared` the rows alone that fit all; with `only` those of these keys, or outermost words of keys.
    """
    known = [_row(fact, columns, schema, today) for fact in schema.shown_in("compare")]
    others = list(_other_rows(columns, schema))
    rows = [
        row
        for row in [*known, *others]
        if row.is_known
        and (row.is_shared or not is_shared)
        and (not only or row.key in only or row.key.partition(".")[0] in only)
    ]
    kind = schema.facts.get(schema.listed_by)
    kinds = dict.fromkeys(_words(parts_of(column.values, kind)) for column in columns) if kind else {}
    aged = [age for age in _ages(columns, schema) if age is not None]
    oldest = min(aged, key=lambda age: age.as_of, default=None)
    return Comparison(
        columns=tuple(columns),
        groups=tuple(_grouped(rows, schema)),
        kinds=tuple(filter(None, kinds)),
        unknown=tuple(dict.fromkeys(row.label for row in known if not _is_told(row))),
        oldest=oldest.as_of if oldest else "",
        is_stale=any(cell.is_stale for row in rows for cell in row.cells),
    )


def _row(fact: FactType, columns: Sequence[Column], schema: Schema, today: date) -> Row:
    cells = tuple(_cell(fact, column, schema, today) for column in columns)
    return Row(fact.key, fact.label, cells, fact.hint, fact.type == "sentences")


def _cell(fact: FactType, column: Column, schema: Schema, today: date) -> Cell:
    values = column.values
    value, parts = value_of(values, fact), parts_of(values, fact)
    if not parts:
        return Cell("inapplicable" if _is_inapplicable(fact, value, values, schema) else "unknown")
    age = age_of(values, fact, schema)
    return Cell(
        state="known",
        parts=parts,
        lead=_count(parts) if fact.type == "names" else "",
        glue=" " if fact.type == "sentences" else ", ",
        note=text_of(dig(values, f"{fact.key}.note")) if fact.keyed else "",
        number=number_of(value) if fact.type == "number" else None,
        mark=_mark(fact, value),
        source=_source(values, fact),
        source_key=fact.top,
        as_of=age.as_of if age else "",
        is_stale=bool(age and age.review_by < today) or fact.top in column.doubted,
    )


def _is_inapplicable(fact: FactType, value: Any, values: dict[str, Any], schema: Schema) -> bool:
    if value is not None:
        return bool(value == NOT_APPLICABLE)
    return text_of(dig(values, schema.listed_by)) in fact.not_for


def _count(parts: tuple[Part, ...]) -> str:
    """The number of names before them, unless a number is all that is known."""
    return "" if parts[0].text.isdigit() else f"{len(parts)}: "


def _mark(fact: FactType, value: Any) -> str:
    word = text_of(value)
    return "has" if word in fact.has else "lacks" if word in fact.lacks else ""


def _source(values: dict[str, Any], fact: FactType) -> str:
    keys = (fact.key, fact.top, fact.instead)
    return next(filter(None, (text_of(dig(values, f"sources.{key}")) for key in keys if key)), "")


def _other_rows(columns: Sequence[Column], schema: Schema) -> Iterator[Row]:
    """Facts that the schema does not know, by their names: databases keep no order of keys."""
    keys = {key for column in columns for key, _ in unknown_facts(column.values, schema)}
    return (_row(FactType(key, label_of(key)), columns, schema, date.min) for key in sorted(keys))


def _grouped(rows: Sequence[Row], schema: Schema) -> Iterator[Group]:
    labels = {row.key: _group_of(row.key, schema) for row in rows}
    for label in [*schema.groups.values(), OTHER_GROUP]:
        if inside := tuple(row for row in rows if labels[row.key] == label):
            yield Group(label, inside)


def _group_of(key: str, schema: Schema) -> str:
    fact = schema.facts.get(key)
    return schema.groups.get(fact.group, OTHER_GROUP) if fact else OTHER_GROUP


def _ages(columns: Sequence[Column], schema: Schema) -> Iterator[Age | None]:
    for fact in schema.shown_in("compare"):
        if fact.key not in (schema.checked, fact.dated_by):
            yield from (age_of(column.values, fact, schema) for column in columns)


def _is_told(row: Row) -> bool:
    return any(cell.state != "unknown" for cell in row.cells)


def _words(parts: Sequence[Part]) -> str:
    return ", ".join(part.text for part in parts)
