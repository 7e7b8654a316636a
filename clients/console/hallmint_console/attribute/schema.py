"""The schema of a product group as a tree of what a form can ask. What the tree cannot say is asked for as JSON."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

_LINE_MOST = 200  # characters that are typed on one line
_HEIGHT_MOST = 12  # groups inside each other; deeper ones are asked for as JSON


class Kind(StrEnum):
    """How a value is asked for. RAW: as JSON."""

    GROUP = "group"
    LIST = "list"
    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    FLAG = "flag"
    RAW = "raw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One attribute, or the rows of a list. `may_be_empty`: an empty list is an answer; `takes_words`: of RAW, also plain text
    is.
    """

    kind: Kind
    title: str
    help: str = ""
    is_required: bool = False
    choices: tuple[str, ...] = ()
    children: Mapping[str, "Node"] = field(default_factory=dict)
    item: "Node | None" = None
    may_be_empty: bool = False
    takes_words: bool = False

    def as_raw(self) -> "Node":
        """The same attribute, for a value that it cannot have."""
        return replace(self, kind=Kind.RAW, takes_words=False)


@dataclass(frozen=True, slots=True)
class _Part:
    """A schema, and the document that its references point into."""

    schema: Mapping[str, Any]
    root: Mapping[str, Any]

    def resolved(self) -> "_Part":
        """With what it refers to. The API has seen to it that references end."""
        schema = self.schema
        while isinstance(reference := schema.get("$ref"), str):
            schema = {**_pointed(self.root, reference), **{k: v for k, v in schema.items() if k != "$ref"}}
        return _Part(schema, self.root)


def tree(schema: str, brand_schema: str) -> Node:
    """The attributes of a group: what the installation demands, and what the brand adds (both JSON, the second may be empty)."""
    roots = [json.loads(text) for text in (schema, brand_schema) if text]
    node = _node("", [_Part(root, root) for root in roots], is_required=True, height=0)
    return replace(node, kind=Kind.GROUP)


def paths(node: Node, before: str = "") -> Iterator[tuple[str, str]]:
    """Dotted paths of attributes that a page can show, parents first, each with its title."""
    for name, child in node.children.items():
        path = f"{before}.{name}" if before else name
        yield path, child.title
        if child.kind is Kind.GROUP:
            yield from paths(child, path)


def _pointed(root: Mapping[str, Any], reference: str) -> Mapping[str, Any]:
    found: Any = root
    for part in reference.removeprefix("#").split("/")[1:]:
        found = found.get(part.replace("~1", "/").replace("~0", "~"), {}) if isinstance(found, dict) else {}
    return found if isinstance(found, dict) else {}


def _node(name: str, parts: Sequence[_Part], *, is_required: bool, height: int) -> Node:
    parts = [part.resolved() for part in parts]
    schemas = [part.schema for part in parts]
    title = _first(schemas, "title") or name.replace("_", " ").capitalize()
    node = Node(kind=Kind.RAW, title=title, help=_first(schemas, "description"), is_required=is_required)
    kind = _first(schemas, "type")
    if kind == "object" and height < _HEIGHT_MOST:
        # What is said of a group is not said again of each of its members.
        children = {
            name: replace(child, help="") if child.help == node.help else child
            for name, child in _children(parts, height).items()
        }
        return replace(node, kind=Kind.GROUP, children=children) if children else node
    if kind == "array" and height < _HEIGHT_MOST:
        items = [_Part(part.schema["items"], part.root) for part in parts if isinstance(part.schema.get("items"), dict)]
        if not items or any("prefixItems" in schema for schema in schemas):
            return node
        item = _node("", items, is_required=False, height=height + 1)
        least = max(_number(schema.get("minItems")) for schema in schemas)
        return replace(node, kind=Kind.LIST, item=item, may_be_empty=least == 0)
    return _scalar(node, kind, schemas)


def _scalar(node: Node, kind: str, schemas: Sequence[Mapping[str, Any]]) -> Node:
    if kind == "string":
        choices = next((schema["enum"] for schema in schemas if isinstance(schema.get("enum"), list)), ())
        if choices:
            return replace(node, kind=Kind.CHOICE, choices=tuple(text for text in choices if isinstance(text, str)))
        most = [length for schema in schemas if (length := _number(schema.get("maxLength")))]
        return replace(node, kind=Kind.TEXT if most and min(most) > _LINE_MOST else Kind.LINE)
    if kind in ("number", "integer"):
        return replace(node, kind=Kind.NUMBER)
    if kind == "boolean":
        return replace(node, kind=Kind.FLAG)
    ways = [way for schema in schemas for word in ("anyOf", "oneOf") for way in schema.get(word) or ()]
    titles = [way["title"] for way in ways if isinstance(way, dict) and isinstance(way.get("title"), str)]
    takes_words = any(isinstance(way, dict) and way.get("type") == "string" for way in ways)
    return replace(
        node, takes_words=takes_words, title=titles[0] if titles and not _first(schemas, "title") else node.title
    )


def _children(parts: Sequence[_Part], height: int) -> dict[str, Node]:
    found: dict[str, list[_Part]] = {}
    required: set[str] = set()
    for part in parts:
        required.update(name for name in part.schema.get("required") or () if isinstance(name, str))
        for name, schema in (part.schema.get("properties") or {}).items():
            found.setdefault(name, []).append(_Part(schema if isinstance(schema, dict) else {}, part.root))
    return {name: _node(name, each, is_required=name in required, height=height + 1) for name, each in found.items()}


def _first(schemas: Sequence[Mapping[str, Any]], key: str) -> str:
    return next((schema[key] for schema in schemas if isinstance(schema.get(key), str)), "")


def _number(value: object) -> int:
    return int(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else 0
