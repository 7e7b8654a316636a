"""Attributes as fields of a form, with what they hold and what is wrong with them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hallmint_console.attribute.schema import Kind, Node
from hallmint_console.attribute.sent import escaped

_LETTERS = {
    Kind.LINE: "t",
    Kind.TEXT: "t",
    Kind.CHOICE: "t",
    Kind.NUMBER: "n",
    Kind.FLAG: "b",
    Kind.LIST: "l",
    Kind.RAW: "j",
}
_ROOT = "attributes"
_TYPES: dict[Kind, type | tuple[type, ...]] = {
    Kind.GROUP: dict,
    Kind.LIST: list,
    Kind.LINE: str,
    Kind.TEXT: str,
    Kind.CHOICE: str,
    Kind.FLAG: bool,
    Kind.NUMBER: (int, float, str),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field, group or list of fields. `text` is what it holds; `rest` the field of a group's members that its schema does
    not know; `is_empty`: a list that is there without rows.
    """

    node: Node
    title: str
    pointer: str
    path: str
    text: str = ""
    problem: str = ""
    fields: Sequence["Field"] = ()
    rest: str | None = None
    rest_problem: str = ""
    is_empty: bool = False

    @property
    def name(self) -> str:
        """In the form."""
        letter = "w" if self.node.takes_words else _LETTERS.get(self.node.kind, "")
        return letter + self.pointer

    @property
    def anchor(self) -> str:
        """The id on the page."""
        return "f" + "".join("_" if letter.isspace() else letter for letter in self.pointer)

    @property
    def is_filled(self) -> bool:
        """Whether there is something to show."""
        return bool(self.text or self.is_empty or self.rest or any(each.is_filled for each in self.fields))

    def walk(self) -> Iterator["Field"]:
        """This one and all within."""
        yield self
        for each in self.fields:
            yield from each.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What fields are filled with: `broken` texts that are no JSON, by pointer; `problems` by path; blank rows by the pointer
    of their list.
    """

    broken: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)

    def field(self, node: Node, value: Any) -> Field:
        """The attributes of a product as a group of fields."""
        return self._field(Field(node=node, title=node.title, pointer="", path=_ROOT), value)

    def _field(self, bare: Field, value: Any) -> Field:
        """A field filled with its value; None: it has none."""
        node, bare = bare.node, replace(bare, problem=self.problems.get(bare.path, ""))
        if bare.pointer in self.broken:
            return replace(bare, node=node.as_raw(), text=self.broken[bare.pointer], problem="This is no JSON.")
        if value is not None and not _fits(node, value):
            return replace(bare, node=node if node.kind is Kind.RAW else node.as_raw(), text=_json(node, value))
        if node.kind is Kind.GROUP:
            return self._group(bare, value or {})
        if node.kind is Kind.LIST and node.item is not None:
            return self._list(bare, node.item, value)
        return replace(bare, text="" if value is None else _text(value))

    def _group(self, bare: Field, held: Mapping[str, Any]) -> Field:
        children = bare.node.children
        fields = [
            self._field(
                Field(
                    node=child, title=child.title, pointer=f"{bare.pointer}/{escaped(name)}", path=f"{bare.path}.{name}"
                ),
                held.get(name),
            )
            for name, child in children.items()
        ]
        rest = {name: each for name, each in held.items() if name not in children}
        broken = self.broken.get("x" + bare.pointer)
        if broken is not None:
            return replace(bare, fields=fields, rest=broken, rest_problem="This must be a JSON object.")
        # At the top there is always a place for more.
        return replace(bare, fields=fields, rest=_pretty(rest) if rest else None if bare.pointer else "")

    def _list(self, bare: Field, item: Node, value: Any) -> Field:
        held = value or []
        # A line is there to be typed in at once; groups of fields come when they are asked for.
        blank = self.rows.get(bare.pointer, 0) or int(value is None and item.kind is not Kind.GROUP)
        fields = [
            self._field(
                Field(
                    node=item,
                    title=f"{item.title or bare.title} {at + 1}",
                    pointer=f"{bare.pointer}/{at}",
                    path=f"{bare.path}[{at}]",
                ),
                each,
            )
            for at, each in enumerate([*held, *[None] * blank])
        ]
        return replace(bare, fields=fields, is_empty=value == [] and not blank)


def target(root: Field, path: str) -> Field:
    """The field that a problem's path means, or the nearest around it."""
    found = root
    for each in root.walk():
        if (path == each.path or path.startswith((f"{each.path}.", f"{each.path}["))) and len(each.path) > len(
            found.path
        ):
            found = each
    return found


def plain(value: Any) -> Any:
    """JSON as people write it: `5`, where protobuf says `5.0`."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004 - doubles are exact below
        return int(value)
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value


def _fits(node: Node, value: Any) -> bool:
    kinds = _TYPES.get(node.kind)
    if kinds is None:
        return False
    if node.kind is Kind.CHOICE and value not in node.choices:
        return False
    return isinstance(value, kinds) and (node.kind is Kind.FLAG or not isinstance(value, bool))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(plain(value))


def _json(node: Node, value: Any) -> str:
    return value if node.takes_words and isinstance(value, str) else _pretty(value)


def _pretty(value: Any) -> str:
    return json.dumps(plain(value), indent=2, ensure_ascii=False)
