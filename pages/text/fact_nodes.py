"""Where each fact lies in its YAML: the nodes of PyYAML with the marks that editing in place needs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

_LINE = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of a mapping: its dotted key, its node, and what stands around it."""

    key: str
    entry: tuple[yaml.Node, yaml.Node]
    siblings: list[tuple[yaml.Node, yaml.Node]]
    is_flow: bool
    is_flow_entry: bool

    @property
    def value(self) -> yaml.Node:
        return self.entry[1]

    @property
    def text(self) -> str:
        if isinstance(self.value, yaml.SequenceNode):
            return ", ".join(item.value for item in self.value.value)
        return str(self.value.value)

    @property
    def is_leaf(self) -> bool:
        """Whether one line of a form can hold the value."""
        if isinstance(self.value, yaml.SequenceNode):
            return bool(self.value.value) and all(_is_word(item) for item in self.value.value)
        return _is_line(self.value)

    def removal(self, text: str) -> tuple[int, int]:
        """From where to where to cut, so that the entry is gone: its lines, or its part of a flow mapping."""
        start, end = self.entry[0].start_mark.index, leaf_end(self.value)
        if not self.is_flow_entry:
            line = text.rfind("\n", 0, start) + 1 if "\n" in text else text.rfind("\r", 0, start) + 1
            found = _LINE.search(text, end)
            is_alone = not text[line:start].strip()
            return (line if is_alone else start), (found.end() if found else len(text))
        index = next(n for n, sibling in enumerate(self.siblings) if sibling is self.entry)
        if index + 1 < len(self.siblings):
            return start, self.siblings[index + 1][0].start_mark.index
        return (leaf_end(self.siblings[index - 1][1]) if index else start), end


def places(root: yaml.MappingNode) -> list[Place]:
    """Every leaf that a form can show, in the document's order; of equal keys the last one, which counts."""
    found = {place.key: place for place in _walk(root, "", bool(root.flow_style)) if place.is_leaf}
    return list(found.values())


def find_place(root: yaml.MappingNode, key: str) -> Place | None:
    """The entry under a dotted key, a leaf or not."""
    found = [place for place in _walk(root, "", bool(root.flow_style)) if place.key == key]
    return found[-1] if found else None


def leaf_end(node: yaml.Node) -> int:
    """Where a node's last character is. PyYAML ends a block collection only at the next token."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return leaf_end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def _walk(node: yaml.Node, prefix: str, is_flow: bool) -> Iterator[Place]:
    for word, entry, siblings, is_flow_entry in _inside(node):
        key, value = f"{prefix}{word}", entry[1]
        inner = is_flow or (isinstance(value, yaml.CollectionNode) and bool(value.flow_style))
        yield Place(key, entry, siblings, is_flow, is_flow_entry)
        yield from _walk(value, f"{key}.", inner)


def _inside(node: yaml.Node) -> Iterator[tuple[str, tuple[yaml.Node, yaml.Node], list, bool]]:
    """The entries of a mapping, and those of the mappings in a list, numbered from 1."""
    if isinstance(node, yaml.MappingNode):
        for entry in node.value:
            if isinstance(entry[0], yaml.ScalarNode) and entry[0].value and "." not in entry[0].value:
                yield entry[0].value, entry, node.value, bool(node.flow_style)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value, 1):
            for word, entry, siblings, is_flow_entry in _inside(item):
                if isinstance(item, yaml.MappingNode):
                    yield f"{number}.{word}", entry, siblings, is_flow_entry or bool(node.flow_style)


def _is_line(node: yaml.Node) -> bool:
    is_scalar = isinstance(node, yaml.ScalarNode) and node.style not in ("|", ">")
    return is_scalar and node.tag.startswith("tag:yaml.org,2002:") and not _LINE.search(node.value)


def _is_word(node: yaml.Node) -> bool:
    return _is_line(node) and bool(node.value.strip()) and "," not in node.value
