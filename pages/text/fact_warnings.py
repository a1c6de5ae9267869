"""What is doubtful in a page's facts, line by line: a hint for the author, never a refusal."""

import re
from collections.abc import Callable, Collection, Iterator
from datetime import date
from difflib import get_close_matches

import yaml

from pages.text.fact_dates import first_day, is_date
from pages.text.fact_schema import FactType, Schema
from pages.text.fact_values import NOT_APPLICABLE, number_of
from pages.text.facts_yaml import FactsLoader, YamlFault
from pages.text.front_matter import FrontMatterWarning, find_block
from pages.text.titles import slugify

MAX_WARNINGS = 40
MAX_SHOWN_CHARS = 60
NEAR, VERY_NEAR = 0.6, 0.75  # of difflib's ratio; a key of one's own is asked about only when very near

Found = tuple[yaml.Node, str]


def check_facts(source: str, schema: Schema, *, today: date) -> tuple[FrontMatterWarning, ...]:
    """Return what the schema finds doubtful in `source`, in the order of its lines.

    Empty where the front matter cannot be read at all: `front_matter.read` says so.
    """
    block = find_block(source)
    try:
        node = FactsLoader(block.yaml).get_single_node() if block else None
    except (YamlFault, yaml.YAMLError):
        return ()
    if not isinstance(node, yaml.MappingNode):
        return ()
    found = [FrontMatterWarning(at.start_mark.line + 2, words) for at, words in _check(node, schema, today)]
    return tuple(sorted(found, key=lambda warning: warning.line)[:MAX_WARNINGS])


def named_pages(source: str, schema: Schema) -> list[tuple[int, str]]:
    """Return (line, slug) of each page that a fact names, such as an alternative: callers may look for it."""
    block = find_block(source)
    try:
        node = FactsLoader(block.yaml).get_single_node() if block else None
    except (YamlFault, yaml.YAMLError):
        return []
    facts = [(schema.facts.get(key.value), value) for key, value in _entries(node)] if node else []
    items = [item for fact, value in facts if fact and fact.type == "pages" for item in _items(value)]
    words = [item for item in items if isinstance(item, yaml.ScalarNode) and slugify(item.value)]
    return [(item.start_mark.line + 2, slugify(item.value)) for item in words]


def _check(node: yaml.MappingNode, schema: Schema, today: date) -> Iterator[Found]:
    for key, value in _entries(node):
        inside = schema.inside(key.value)
        if key.value in schema.facts:
            yield from _check_fact(value, schema.facts[key.value], schema, today)
        elif inside:
            yield from _check_group(key, value, inside, schema, today)
        else:
            yield from _check_unknown(key, schema.tops)


def _check_unknown(key: yaml.ScalarNode, known: Collection[str]) -> Iterator[Found]:
    """A key of the author's own is welcome; one that looks like a slip is asked about."""
    if near := _nearest(key.value, known, VERY_NEAR):
        yield key, f"“{_short(key.value)}” is no fact that this site knows. Did you mean “{near}”?"
    elif not any(letter.isalnum() for letter in key.value):
        yield key, f"The key “{_short(key.value)}” has no letter: give it a word that others can search for."


def _check_group(
    key: yaml.ScalarNode, node: yaml.Node, inside: dict[str, FactType], schema: Schema, today: date
) -> Iterator[Found]:
    if not isinstance(node, yaml.MappingNode):
        yield node, f"“{key.value}” is a list of lines such as “{next(iter(inside))}: …”, indented below it."
        return
    for inner, value in _entries(node):
        if inner.value in inside:
            yield from _check_fact(value, inside[inner.value], schema, today)
        else:
            near = _nearest(inner.value, inside)
            words = f"Did you mean “{near}”?" if near else f"Known ones are {_listed(inside)}."
            yield inner, f"“{_short(inner.value)}” is nothing that “{key.value}” knows. {words}"
    dated_by = next(iter(inside.values())).dated_by.rpartition(".")[2]
    if dated_by and dated_by not in {inner.value for inner, _ in _entries(node)}:
        yield key, f"“{key.value}” has no “{dated_by}”: say when it was measured."


def _check_fact(node: yaml.Node, fact: FactType, schema: Schema, today: date) -> Iterator[Found]:
    if isinstance(node, yaml.ScalarNode) and node.value in ("", "~", "null", NOT_APPLICABLE):
        return
    if fact.keyed and isinstance(node, yaml.MappingNode):
        node = next((value for key, value in _entries(node) if key.value == fact.keyed), node)
    if fact.type == "dates":
        yield from _check_dates(node, schema.tops, today)
    elif checker := _CHECKERS.get(fact.type):
        yield from checker(node, fact, today)


def _check_choice(node: yaml.Node, fact: FactType, today: date) -> Iterator[Found]:
    if isinstance(node, yaml.MappingNode):
        yield node, f"{fact.label} is one word, such as “{next(iter(fact.values))}”."
        return
    if isinstance(node, yaml.SequenceNode) and not fact.is_list:
        yield node, f"{fact.label} is one word, not a list."
        return
    for item in _items(node):
        if isinstance(item, yaml.ScalarNode):
            yield from _check_word(item, fact.label, fact.values)
        else:
            yield item, f"{fact.label} is a list of words."


def _check_word(node: yaml.ScalarNode, label: str, values: Collection[str]) -> Iterator[Found]:
    if values and node.value not in values:
        near = _nearest(node.value, values)
        words = f"Did you mean “{near}”?" if near else f"Known ones are {_listed(values)}."
        yield node, f"“{_short(node.value)}” is no known value of “{label}”. {words}"


def _check_text(node: yaml.Node, fact: FactType, today: date) -> Iterator[Found]:
    if isinstance(node, yaml.MappingNode):
        yield node, f"{fact.label} is a text, not a mapping."
    elif isinstance(node, yaml.ScalarNode) and fact.most_chars and len(node.value) > fact.most_chars:
        yield node, f"{fact.label} has {len(node.value)} characters; {fact.most_chars} fit."


def _check_number(node: yaml.Node, fact: FactType, today: date) -> Iterator[Found]:
    value = FactsLoader("").construct_object(node) if isinstance(node, yaml.ScalarNode) else None
    if number_of(value) is None:
        unit = f" of {fact.unit}" if fact.unit in ("bytes", "ms", "KiB") else ""
        yield node, f"{fact.label} is a number{unit} from 0 up, in digits alone, not “{_written(node)}”."


def _check_date(node: yaml.Node, fact: FactType, today: date) -> Iterator[Found]:
    written = _written(node)
    if not is_date(written):
        yield node, f"{fact.label} is a date such as 2026-11-22, 2026-11 or 2026, not “{written}”."
    elif fact.precision == "day" and len(written) < len("2026-11-22"):
        yield node, f"{fact.label} is a whole date such as 2026-11-22, not “{written}”."
    elif first_day(written) > today:
        yield node, f"{fact.label} is in the future: {written}."


def _check_dates(node: yaml.Node, known: Collection[str], today: date) -> Iterator[Found]:
    for key, value in _entries(node):
        yield from _check_word(key, "as of", known)
        yield from _check_date(value, FactType(key.value, f"The date of “{key.value}”"), today)


def _check_release(node: yaml.Node, fact: FactType, today: date) -> Iterator[Found]:
    if not isinstance(node, yaml.MappingNode):
        yield node, f'{fact.label} has a version and a date: {{version: "1.0", date: 2026-11-22}}.'
        return
    for key, value in _entries(node):
        yield from _check_word(key, fact.label, ("version", "date", "until", "at_least"))
        if key.value == "date":
            yield from _check_date(value, FactType(fact.key, f"The date of “{fact.label}”"), today)
        elif key.value in ("until", "at_least") and not is_date(_written(value)):
            yield value, f"“{key.value}” is a date such as 2028-04, not “{_written(value)}”."


def _check_url(node: yaml.Node, fact: FactType, today: date) -> Iterator[Found]:
    if not re.match(r"https?://[^\s/]+\.[^\s]", _written(node)):
        yield node, f"{fact.label} is an address such as https://example.org/, not “{_written(node)}”."


def _check_list(node: yaml.Node, fact: FactType, today: date) -> Iterator[Found]:
    for item in _items(node):
        if not isinstance(item, yaml.ScalarNode):
            yield item, f"{fact.label} is a list of words or sentences."


def _check_map(node: yaml.Node, fact: FactType, today: date) -> Iterator[Found]:
    if not isinstance(node, yaml.MappingNode):
        yield node, f"{fact.label} has the parts {_listed(fact.keys)}."
        return
    for key, value in _entries(node):
        yield from _check_word(key, fact.label, fact.keys)
        if isinstance(value, yaml.ScalarNode):
            yield from _check_word(value, key.value, fact.keys.get(key.value) or ())


def _check_people(node: yaml.Node, fact: FactType, today: date) -> Iterator[Found]:
    for item in _items(node):
        if not isinstance(item, yaml.MappingNode):
            if fact.type == "people":
                yield item, f"Each of “{fact.label}” has the parts {_listed(fact.keys)}."
            continue
        yield from _check_map(item, fact, today)
        parts = {key.value: _written(value) for key, value in _entries(item)}
        if "status" in fact.keys and "source" not in parts and parts.get("status") != "unsourced":
            yield item, f"“{parts.get('name', '')}” has no source: name one, or write “status: unsourced”."


Checker = Callable[[yaml.Node, FactType, date], Iterator[Found]]
_CHECKERS: dict[str, Checker] = {
    "choice": _check_choice,
    "claims": _check_people,
    "date": _check_date,
    "map": _check_map,
    "names": _check_list,
    "number": _check_number,
    "pages": _check_list,
    "people": _check_people,
    "release": _check_release,
    "sentences": _check_list,
    "text": _check_text,
    "url": _check_url,
}


def _entries(node: yaml.Node) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return [(key, value) for key, value in pairs if isinstance(key, yaml.ScalarNode)]


def _items(node: yaml.Node) -> list[yaml.Node]:
    return node.value if isinstance(node, yaml.SequenceNode) else [node]


def _nearest(word: str, known: Collection[str], nearness: float = NEAR) -> str:
    by_lower = {value.lower(): value for value in known}
    asked = word.strip().lower()[:MAX_SHOWN_CHARS]
    longer = [value for value in by_lower if len(asked) >= 3 and value.startswith(asked)]
    near = get_close_matches(asked, by_lower, n=1, cutoff=nearness) or (nearness == NEAR and longer)
    return by_lower[near[0]] if near else ""


def _written(node: yaml.Node) -> str:
    return _short(node.value) if isinstance(node, yaml.ScalarNode) else "a list or mapping"


def _short(word: str) -> str:
    return word if len(word) <= MAX_SHOWN_CHARS else f"{word[: MAX_SHOWN_CHARS - 1]}…"


def _listed(words: Collection[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
