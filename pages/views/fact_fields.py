"""The facts of a page as fields beside its text: two views of one source, which stays the only truth."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from pages.forms import EditForm
from pages.models.fact import fact_schema
from pages.text.fact_edit import FactRefused, Leaf, leaves, set_fact
from pages.text.fact_schema import FactType, Schema
from pages.text.fact_values import label_of

MAX_SHOWN = 200  # three fields each; a form has at most 1,000
MAX_CHANGES = 25
LISTS = frozenset({"names", "pages", "sentences"})


@dataclass
class Typed:
    """A form whose fact fields were put into its text; `refusals` say what could not be."""

    fields: QueryDict
    refusals: list[str] = field(default_factory=list)

    def are_in(self, form: EditForm) -> bool:
        """Whether `form` is valid and all facts are in it; the person reads what is not."""
        is_valid = form.is_valid()
        for words in self.refusals:
            form.add_error(None, words)
        return is_valid and not self.refusals


def typed_facts(posted: QueryDict) -> Typed:
    """Put each fact that was changed in its field into the text, and nothing else."""
    typed = Typed(posted.copy())
    if posted.get("section"):
        is_changed = any(True for _change in _changes(posted))
        return Typed(posted.copy(), [_("Facts are changed with the whole page.")] if is_changed else [])
    body, lists = posted.get("body", ""), _list_keys(fact_schema())
    for number, (key, text) in enumerate(_changes(posted)):
        try:
            if number >= MAX_CHANGES:
                raise FactRefused(_("Too many facts were changed at once: save, then change “%s”.") % key)
            body = set_fact(body, key, text, lists=lists)
        except FactRefused as refusal:
            typed.refusals.append(f"{refusal} ({key}: {text})"[:400])
    if body != posted.get("body", ""):
        typed.fields["body"] = body
    for name in ("fact-k", "fact-was", "fact-v"):
        typed.fields.pop(name, None)
    return typed


def _changes(posted: QueryDict) -> Iterator[tuple[str, str]]:
    fields = (posted.getlist(name) for name in ("fact-k", "fact-was", "fact-v"))
    for key, was, now in zip(*fields, strict=False):
        if key.strip() and now.strip() != was.strip():
            yield key.strip(), now


@dataclass(frozen=True)
class FactField:
    key: str
    label: str
    text: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class FieldGroup:
    """The facts of one outermost key; without a label, those that stand alone."""

    label: str
    fields: list[FactField]


def fact_fields(body: str) -> dict[str, Any]:
    """The context of `_fact_fields.html`: each fact in `body` that fits into a field."""
    schema, found = fact_schema(), leaves(body)
    groups: dict[str, list[FactField]] = {"": []}
    for leaf in found[:MAX_SHOWN]:
        top, dot, _rest = leaf.key.partition(".")
        groups.setdefault(label_of(top) if dot else "", []).append(_field(leaf, schema))
    return {
        "fact_groups": [FieldGroup(label, fields) for label, fields in groups.items()],
        "fact_keys": [fact.value_key for fact in schema.facts.values()],
        "hidden_facts": max(0, len(found) - MAX_SHOWN),
    }


def _field(leaf: Leaf, schema: Schema) -> FactField:
    fact = schema.facts.get(leaf.key) or _keyed(leaf.key, schema)
    words = label_of(leaf.key.rpartition(".")[2])
    if fact is None:
        return FactField(leaf.key, words, leaf.text)
    label = fact.label if leaf.key in (fact.key, fact.value_key) else f"{fact.label}: {words}"
    return FactField(leaf.key, label, leaf.text, _options(leaf.key, fact))


def _keyed(key: str, schema: Schema) -> FactType | None:
    """The fact that `key` is a part of: `features.orm.note`, `users.2.name`, `lts.until`."""
    words = key.split(".")
    return schema.facts.get(".".join(words[:2])) or (schema.facts.get(words[0]) if len(words) > 1 else None)


def _options(key: str, fact: FactType) -> tuple[str, ...]:
    if key in (fact.key, fact.value_key):
        return tuple(fact.values)
    return tuple(fact.keys.get(key.rpartition(".")[2]) or ())


def _list_keys(schema: Schema) -> set[str]:
    return {fact.key for fact in schema.facts.values() if fact.is_list or fact.type in LISTS}
