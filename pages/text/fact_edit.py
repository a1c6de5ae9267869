"""Changes single facts inside a page's source: every byte outside the changed value stays as it is."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import yaml

from pages.text.fact_nodes import Place, find_place, leaf_end, places
from pages.text.facts_yaml import FactsLoader, YamlFault
from pages.text.front_matter import Block, find_block
from pages.text.refusals import Refusal

KEY = re.compile(r"[^\W\d][\w-]*(?:\.[\w-]+){0,5}\Z")
MAX_VALUE_CHARS = 2_000
_UNWRITABLE = re.compile("[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")


class FactRefused(Refusal):
    """A fact that cannot be put into the text; nothing of the text was changed."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value that a form can show: its dotted key, and its text; a list of words is joined by ", "."""

    key: str
    text: str


def leaves(source: str) -> list[Leaf]:
    """Return what a form can change in `source`, in its order; nothing where the facts cannot be read."""
    block = find_block(source)
    root = _compose(block) if block else None
    return [Leaf(place.key, place.text) for place in places(root)] if root else []


def set_fact(source: str, key: str, text: str, *, lists: Collection[str] = ()) -> str:
    """Return `source` with the fact `key` saying `text`; an empty text takes the fact away.

    A new fact whose key is one of `lists` is written as a list. Raises `FactRefused`.
    """
    text = text.strip()
    if _UNWRITABLE.search(text) or len(text) > MAX_VALUE_CHARS:
        raise FactRefused(f"The fact “{key}” has a character or a length that a line of facts cannot have.")
    before = {leaf.key: leaf.text for leaf in leaves(source)}
    if before.get(key, "") == text:
        return source
    for changed in _attempts(source, key, text, lists):
        after = {leaf.key: leaf.text for leaf in leaves(changed)}
        if after.get(key, "") == text and _same_but(before, after, key):
            return changed
    raise FactRefused(f"“{key}: {text}” cannot be put among the facts. Write it into the text itself.")


def _same_but(before: dict[str, str], after: dict[str, str], key: str) -> bool:
    """Whether all facts but `key`, and what lies within or around it, are as they were."""
    related = {each for each in before.keys() | after.keys() if f"{each}.".startswith(f"{key}.")}
    kept = (before.keys() | after.keys()) - related
    return all(before.get(each, "") == after.get(each, "") for each in kept)


def _attempts(source: str, key: str, text: str, lists: Collection[str]) -> Iterator[str]:
    """The ways to write it, plainest first."""
    block = find_block(source)
    if block is None:
        yield from _first_fact(source, key, text, lists)
        return
    root = _compose(block)
    if root is None:
        raise FactRefused("The facts cannot be changed here: the lines at the text's top cannot be read.")
    place = find_place(root, key)
    if place and not text:
        yield _spliced(source, block, *place.removal(block.yaml))
    elif place:
        yield from _rewritten(source, block, place, text)
    elif text:
        yield from _inserted(source, block, root, key, text, lists)


def _compose(block: Block) -> yaml.MappingNode | None:
    try:
        root = FactsLoader(block.yaml).get_single_node()
    except (YamlFault, yaml.YAMLError):
        return None
    return root if isinstance(root, yaml.MappingNode) else None


def _first_fact(source: str, key: str, text: str, lists: Collection[str]) -> Iterator[str]:
    if not text or not KEY.match(key):
        raise FactRefused(f"“{key}” is no name of a fact: use letters, digits, - and _.")
    if re.match(r"\ufeff?---[ \t]*(?:\r|\n)", source):
        raise FactRefused("The facts cannot be changed here: no line “---” ends them.")
    end = _line_end(source)
    for entry in _entries(key.split("."), text, key in lists):
        yield f"---{end}{entry}{end}---{end}{source}"


def _rewritten(source: str, block: Block, place: Place, text: str) -> Iterator[str]:
    if isinstance(place.value, yaml.SequenceNode):
        yield _rewritten_list(source, block, place.value, _words(text))
        return
    start, end = place.value.start_mark.index, place.value.end_mark.index
    style = place.value.style if isinstance(place.value, yaml.ScalarNode) else None
    for written in _scalars(text, style, is_flow=place.is_flow):
        gap = " " if start == end and not block.yaml[:start].endswith((" ", "\t")) else ""
        yield _spliced(source, block, start, end, gap + written)


def _rewritten_list(source: str, block: Block, node: yaml.SequenceNode, items: list[str]) -> str:
    """Change the items that differ; then add what is more, or cut what is too much."""
    nodes, is_flow = node.value, bool(node.flow_style)
    written = [next(_scalars(item, None, is_flow=is_flow)) for item in items]
    edits = [
        (old.start_mark.index, old.end_mark.index, next(_scalars(item, old.style, is_flow=is_flow)))
        for old, item in zip(nodes, items, strict=False)
        if old.value != item
    ]
    if len(items) < len(nodes):
        edits.append((nodes[len(items) - 1].end_mark.index, nodes[-1].end_mark.index, ""))
    elif len(items) > len(nodes):
        joint = ", " if is_flow else f"{_line_end(block.yaml)}{' ' * node.start_mark.column}- "
        at = nodes[-1].end_mark.index if nodes else node.start_mark.index + 1
        more = joint.join(written[len(nodes) :])
        edits.append((at, at, f"{joint}{more}" if nodes else more))
    for start, end, text in reversed(edits):
        source = _spliced(source, block, start, end, text)
    return source


def _inserted(
    source: str, block: Block, root: yaml.MappingNode, key: str, text: str, lists: Collection[str]
) -> Iterator[str]:
    """Put a new fact behind the last one of the innermost mapping that is there already."""
    if not KEY.match(key):
        raise FactRefused(f"“{key}” is no name of a fact: use letters, digits, - and _.")
    words, inside, is_flow = key.split("."), root, bool(root.flow_style)
    while len(words) > 1 and (found := find_place(inside, words[0])):
        if not isinstance(found.value, yaml.MappingNode):
            raise FactRefused(f"“{key}” cannot be added: “{words[0]}” has a value of its own.")
        inside, words, is_flow = found.value, words[1:], is_flow or bool(found.value.flow_style)
    for entry in _entries(words, text, key in lists, is_flow=is_flow):
        if inside.flow_style:
            at = leaf_end(inside.value[-1][1]) if inside.value else inside.start_mark.index + 1
            yield _spliced(source, block, at, at, f", {entry}" if inside.value else entry)
        else:
            end, at = _line_end(block.yaml), _next_line(block.yaml, leaf_end(inside))
            before = "" if block.yaml[:at].endswith(("\n", "\r")) or not at else end
            indent = " " * inside.start_mark.column
            yield _spliced(source, block, at, at, f"{before}{indent}{entry}{end}")


def _entries(words: list[str], text: str, is_list: bool, *, is_flow: bool = False) -> Iterator[str]:
    """`a: {b: text}` for the words a and b."""
    nested = is_flow or len(words) > 1
    if is_list:
        items = [next(_scalars(item, None, is_flow=True)) for item in _words(text)]
        values: Iterator[str] = iter([f"[{', '.join(items)}]"])
    else:
        values = _scalars(text, None, is_flow=nested)
    for value in values:
        for word in reversed(words[1:]):
            value = f"{{{word}: {value}}}"
        yield f"{words[0]}: {value}"


def _scalars(text: str, style: str | None, *, is_flow: bool) -> Iterator[str]:
    """`text` as YAML, in the quotes that were there, or without any where it can be."""
    single = "'" + text.replace("'", "''") + "'"
    double = '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"'
    if style == "'":
        yield single
    elif style != '"' and _is_plain(text, is_flow=is_flow):
        yield text
    yield double


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _is_plain(text: str, *, is_flow: bool) -> bool:
    try:
        root = FactsLoader(f"{{k: {text}}}" if is_flow else f"k: {text}\n").get_single_node()
    except (YamlFault, yaml.YAMLError):
        return False
    value = root.value[0][1] if isinstance(root, yaml.MappingNode) and len(root.value) == 1 else None
    return isinstance(value, yaml.ScalarNode) and value.style is None and value.value == text


def _spliced(source: str, block: Block, start: int, end: int, text: str = "") -> str:
    return source[: block.start + start] + text + source[block.start + end :]


def _next_line(text: str, at: int) -> int:
    """Where the line after the one that holds `at` begins."""
    found = re.compile(r"\r\n|\n|\r").search(text, at)
    return found.end() if found else len(text)


def _line_end(text: str) -> str:
    found = re.search(r"\r\n|\n|\r", text)
    return found[0] if found else "\n"
