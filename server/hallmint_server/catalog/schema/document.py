"""One JSON Schema as a document: its references, its size, its fields.

Only what can be bounded is taken: a reference points into the document and never back to itself, so that a schema
written out in full is a finite tree, whose size says what a check costs.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from hallmint_server.catalog.schema.value import NAME_MOST, count, short

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SUBSCHEMAS_MOST = 2_000
"""Subschemas and listed values of a schema in which each reference is written out."""
HEIGHT_MOST = 64
"""Subschemas inside each other, references written out."""
PATTERNS_MOST = 20
PATTERN_MOST = 500
"""Characters of one pattern."""
_FAULTS_MOST = 20

_IN_PLACE = frozenset({"allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"})
_ONE = frozenset({"not", "if", "then", "else", "items", "contains", "additionalProperties", "propertyNames"})
_LIST = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_MAP = frozenset({"properties", "patternProperties", "dependentSchemas"})
_OF_OBJECTS = frozenset({"patternProperties", "additionalProperties", "propertyNames"})
_OF_LISTS = frozenset({"items", "contains"})
_VALUES = ("enum", "const", "required", "dependentRequired")
_REFUSED = {
    "$anchor": "refer with a JSON pointer, as in #/$defs/name",
    "$dynamicAnchor": "refer with a JSON pointer, as in #/$defs/name",
    "$recursiveRef": "refer with $ref",
    "$recursiveAnchor": "refer with a JSON pointer, as in #/$defs/name",
    "$vocabulary": "it belongs into a meta-schema",
    "definitions": "use $defs",
    "dependencies": "use dependentRequired or dependentSchemas",
    "contentSchema": "contents of texts are not checked",
    "unevaluatedItems": "use items",
    "unevaluatedProperties": "use additionalProperties",
}
"""What makes a reference or the cost of a check depend on more than the place it stands at, or is of an older draft."""

Node = dict[str, Any]


class Document:
    """A schema that is known to be of bounded size unless `faults` says otherwise.

    `faults` are words for people, at most 20 of them, each with the place in the document as a JSON pointer.
    `weight` is the number of subschemas and listed values, each reference written out, at most SUBSCHEMAS_MOST.
    """

    def __init__(self, root: Node) -> None:
        self.root = root
        self.faults: list[str] = []
        self.weight = 0
        self._patterns: set[str] = set()
        self._targets: dict[str, Any] = {}
        self._local: dict[int, int] = {}
        self._done: dict[int, tuple[int, int]] = {}
        self._open: set[int] = set()
        self.weight = self._weigh(root, "#", 1)[0]
        if self.weight > SUBSCHEMAS_MOST:
            self._fault("#", f"more than {SUBSCHEMAS_MOST:,} subschemas and listed values, references written out")
        if len(self._patterns) > PATTERNS_MOST:
            self._fault("#", f"more than {PATTERNS_MOST} patterns")

    def compilable(self) -> Node:
        """The schema without what names it: nothing refers to its name, and a name could be another schema's."""
        return {key: value for key, value in self.root.items() if key not in ("$id", "$schema")}

    def paths(self) -> Iterator[tuple[str, str]]:
        """Dotted paths of all fields, parents first, each with its title (empty where it has none). Lists are one field."""
        yield from self._paths(self.root, "")

    def applied(self, value: Any, most: int) -> int:
        """How many subschemas and listed values a check of `value` meets, at least; counting ends above `most`."""
        return most - self._left(self.root, value, most)

    def _paths(self, node: Any, prefix: str) -> Iterator[tuple[str, str]]:
        for keyword, key, child in self._children(node):
            if keyword == "properties":
                yield f"{prefix}{key}", self._title(child)
                yield from self._paths(child, f"{prefix}{key}.")
            elif (keyword in _IN_PLACE and keyword != "not") or keyword == "$ref":
                yield from self._paths(child, prefix)

    def _title(self, node: Any) -> str:
        if not isinstance(node, dict):
            return ""
        title = node.get("title") or next((self._title(c) for k, _, c in self._children(node) if k == "$ref"), "")
        return title if isinstance(title, str) else ""

    def _left(self, node: Any, value: Any, left: int) -> int:
        left -= self._local.get(id(node), 1)
        for keyword, key, child in self._children(node):
            for met in _met(keyword, key, value):
                if left < 0:
                    return left
                left = self._left(child, met, left)
        return left

    def _children(self, node: Any) -> Iterator[tuple[str, str, Any]]:
        """Keyword, key and subschema of all below a node, targets of references among them."""
        if not isinstance(node, dict):
            return
        for keyword, value in node.items():
            if keyword in _ONE:
                yield keyword, "", value
            elif keyword in _LIST and isinstance(value, list):
                yield from ((keyword, str(index), child) for index, child in enumerate(value))
            elif keyword in _MAP and isinstance(value, dict):
                yield from ((keyword, key, child) for key, child in value.items())
            elif keyword in ("$ref", "$dynamicRef") and isinstance(value, str):
                target = self._target(value)
                if target is not None:
                    yield "$ref", value, target

    def _target(self, reference: str) -> Any:
        """What a reference points to; None where that is nothing in this document."""
        if reference not in self._targets:
            self._targets[reference] = self._find(reference)
        return self._targets[reference]

    def _find(self, reference: str) -> Any:
        if reference != "#" and not reference.startswith("#/"):
            return None
        found: Any = self.root
        for escaped in unquote(reference).split("/")[1:]:
            part = escaped.replace("~1", "/").replace("~0", "~")
            if isinstance(found, dict) and part in found:
                found = found[part]
            elif isinstance(found, list) and part.isdecimal() and part.isascii() and int(part) < len(found):
                found = found[int(part)]
            else:
                return None
        return found if isinstance(found, (dict, bool)) else None

    def _weigh(self, node: Any, place: str, depth: int) -> tuple[int, int]:
        """Weight and height of a node. A node is looked at once; a path that grows too long is given up."""
        if not isinstance(node, dict):
            return 1, 1
        if id(node) in self._open:
            self._fault(place, "a reference leads back to itself")
            return 1, 1
        known = self._done.get(id(node))
        if depth + (known[1] if known else 1) > HEIGHT_MOST + 1:
            self._fault(place, f"more than {HEIGHT_MOST} subschemas inside each other, references written out")
            return 1, 1
        if known:
            return known
        self._open.add(id(node))
        self._look(node, place)
        weight = self._local[id(node)] = 1 + sum(count(node[keyword]) for keyword in _VALUES if keyword in node)
        height = 1
        below = list(self._children(node))
        definitions = node.get("$defs")
        if isinstance(definitions, dict):
            below += [("$defs", name, child) for name, child in definitions.items()]
        for keyword, key, child in below:
            at = key if keyword == "$ref" else "/".join(filter(None, (place, keyword, key)))
            child_weight, child_height = self._weigh(child, at, depth + 1)
            height = max(height, child_height + 1)
            if keyword != "$defs":
                weight = min(weight + child_weight, SUBSCHEMAS_MOST + 1)
        self._open.discard(id(node))
        self._done[id(node)] = weight, height
        return weight, height

    def _look(self, node: Node, place: str) -> None:
        """Note what may not stand in a schema."""
        for keyword, instead in _REFUSED.items():
            if keyword in node:
                self._fault(place, f"{keyword} is not taken: {instead}")
        if "$id" in node and node is not self.root:
            self._fault(place, "only the whole schema may have an $id")
        if "$schema" in node and (node is not self.root or node["$schema"] not in (DIALECT, DIALECT + "#")):
            self._fault(place, f"$schema may only be {DIALECT}, on the whole schema")
        for keyword in ("$ref", "$dynamicRef"):
            if keyword in node and (not isinstance(node[keyword], str) or self._target(node[keyword]) is None):
                self._fault(place, f"{keyword} must point to a place in this schema, as in #/$defs/name")
        for name in (*_strings(node.get("properties")), *_strings(node.get("required"))):
            if not 1 <= len(name) <= NAME_MOST:
                self._fault(place, f"a field's name must have 1 to {NAME_MOST} characters")
        patterns = {*_strings([node.get("pattern")]), *_strings(node.get("patternProperties"))}
        self._patterns |= patterns
        if any(len(pattern) > PATTERN_MOST for pattern in patterns):
            self._fault(place, f"a pattern must have at most {PATTERN_MOST} characters")

    def _fault(self, place: str, words: str) -> None:
        if len(self.faults) < _FAULTS_MOST:
            self.faults.append(f"{short(place)}: {words}")


def _met(keyword: str, key: str, value: Any) -> Iterable[Any]:
    """What of a value a subschema is about."""
    if keyword in _IN_PLACE or keyword == "$ref":
        return (value,)
    if isinstance(value, dict):
        if keyword in _OF_OBJECTS:
            return value if keyword == "propertyNames" else value.values()
        return (value[key],) if keyword == "properties" and key in value else ()
    if isinstance(value, list):
        if keyword in _OF_LISTS:
            return value
        return (value[int(key)],) if keyword == "prefixItems" and int(key) < len(value) else ()
    return ()


def _strings(values: Any) -> Iterator[str]:
    if isinstance(values, (dict, list)):
        yield from (value for value in values if isinstance(value, str))
