"""The small, safe part of YAML that front matter is written in."""

import re
from collections.abc import Hashable
from typing import Any, ClassVar

import yaml

MAX_DEPTH = 12

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\Z")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}\Z")
_TRUTH = re.compile(r"(?:true|false)\Z")
_NOTHING = re.compile(r"(?:null|~|)\Z")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # no database takes them, nor does UTF-8


class YamlFault(Exception):
    """An anchor or an alias: the ways by which a small YAML text grows without bound."""


class FactsLoader(yaml.SafeLoader):
    """Loads mappings, lists, text, numbers, true, false and null; dates, `no` and `012` stay as written.

    `faults` holds (line counted from 0, message) for each duplicate key. Raises `YamlFault` for an anchor.
    """

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    yaml_constructors: ClassVar[dict[str | None, Any]] = {}

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.faults: list[tuple[int, str]] = []
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()
        line = event.start_mark.line + 2
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise YamlFault(
                f"Line {line}: front matter has a YAML anchor (&) or alias (*). Put quotes around it."
            )
        if self._depth >= MAX_DEPTH:
            raise yaml.composer.ComposerError(None, None, "values are nested too deeply", event.start_mark)
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        self._make_storable(node)
        return node

    def _make_storable(self, node: yaml.Node | None) -> None:
        """Replace what an escape such as "\\0" puts into a value after the source itself was checked."""
        if isinstance(node, yaml.ScalarNode) and _UNSTORABLE.search(node.value):
            node.value = _UNSTORABLE.sub("\ufffd", node.value)
            self.faults.append((node.start_mark.line, "A character that cannot be stored was replaced."))

    def construct_mapping(self, node: yaml.Node, deep: bool = False) -> dict[Hashable, Any]:
        """Return the mapping with keys as text; of two equal keys the last one counts."""
        mapping: dict[Hashable, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(
                    None, None, "a key must be a word", key_node.start_mark
                )
            if key_node.value in mapping:
                self.faults.append(
                    (key_node.start_mark.line, f"“{key_node.value}” is given twice; the last one counts.")
                )
            mapping[key_node.value] = self.construct_object(value_node, deep=True)
        return mapping


def _construct_mapping(loader: FactsLoader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    return loader.construct_mapping(node)


def _construct_list(loader: FactsLoader, node: yaml.SequenceNode) -> list[Any]:
    return loader.construct_sequence(node, deep=True)


def _construct_text(loader: FactsLoader, node: yaml.ScalarNode) -> str:
    return node.value


def _construct_integer(loader: FactsLoader, node: yaml.ScalarNode) -> int | str:
    return int(node.value) if _INTEGER.match(node.value) else node.value


def _construct_decimal(loader: FactsLoader, node: yaml.ScalarNode) -> float | str:
    """Return a number only if it is written back as it was: a version 3.10 must not become 3.1."""
    number = float(node.value) if _DECIMAL.match(node.value) else None
    return number if number is not None and repr(number) == node.value else node.value


def _construct_truth(loader: FactsLoader, node: yaml.ScalarNode) -> bool | str:
    return node.value == "true" if _TRUTH.match(node.value) else node.value


def _construct_nothing(loader: FactsLoader, node: yaml.ScalarNode) -> None:
    return None


def _refuse_tag(loader: FactsLoader, node: yaml.Node) -> None:
    raise yaml.constructor.ConstructorError(None, None, f"the tag {node.tag} is not allowed", node.start_mark)


FactsLoader.add_implicit_resolver("tag:yaml.org,2002:int", _INTEGER, list("-+0123456789"))
FactsLoader.add_implicit_resolver("tag:yaml.org,2002:float", _DECIMAL, list("-+0123456789"))
FactsLoader.add_implicit_resolver("tag:yaml.org,2002:bool", _TRUTH, list("tf"))
FactsLoader.add_implicit_resolver("tag:yaml.org,2002:null", _NOTHING, ["n", "~", ""])
FactsLoader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)
FactsLoader.add_constructor("tag:yaml.org,2002:seq", _construct_list)
FactsLoader.add_constructor("tag:yaml.org,2002:str", _construct_text)
FactsLoader.add_constructor("tag:yaml.org,2002:int", _construct_integer)
FactsLoader.add_constructor("tag:yaml.org,2002:float", _construct_decimal)
FactsLoader.add_constructor("tag:yaml.org,2002:bool", _construct_truth)
FactsLoader.add_constructor("tag:yaml.org,2002:null", _construct_nothing)
FactsLoader.add_constructor(None, _refuse_tag)
