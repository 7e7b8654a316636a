"""What a form of attributes sent, as JSON.

Each name is a letter and a JSON pointer (RFC 6901) below the attributes, as in `n/materials/0/percent`. The letter says how
the text is read: `t` text, `n` number, `b` yes or no, `j` JSON, `w` JSON or plain words, `x` a JSON object whose members
join those of a group, `l` that rows of a list follow, `e` that an empty list is meant. What is blank is not there.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_DEEPEST = 40
_NOTHING = object()
_KINDS = frozenset("tnbjwx")
_GREATEST = 1e300  # what a double holds with room to spare


class FormError(Exception):
    """No form of ours sends that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """`attributes` as far as they could be read; `broken` are texts that are no JSON, by their pointers."""

    attributes: dict[str, Any]
    broken: dict[str, str]


class _Rows(dict[str, Any]):
    """Rows of a list, by the numbers that the form gave them."""


@dataclass(frozen=True, slots=True)
class _Whole:
    """A value that is kept as it was typed."""

    value: Any


def read(fields: Iterable[tuple[str, str]]) -> Sent:
    """Read the fields of a form, those whose names are not of attributes left out. Raises FormError."""
    given = [(name[0], name[1:], text) for name, text in fields if name[1:2] == "/" or name == "x"]
    root: dict[str, Any] = {}
    broken: dict[str, str] = {}
    empty: set[str] = set()
    for kind, pointer, _ in given:
        if kind == "l":
            _put(root, pointer, _Rows())
        elif kind == "e":
            empty.add(pointer)
    for kind, pointer, text in given:
        if kind not in _KINDS or not text.strip():
            continue
        try:
            value = _value(kind, text.replace("\r\n", "\n").strip())
        except ValueError:
            broken[("x" if kind == "x" else "") + pointer] = text
            continue
        if kind == "x":
            _group(root, pointer).update({name: _Whole(each) for name, each in value.items()})
        else:
            _put(root, pointer, _Whole(value))
    return Sent(attributes=_held(_plain(root, "", empty)), broken=broken)


def escaped(name: str) -> str:
    """A member's name within a pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def _value(kind: str, text: str) -> Any:
    if kind == "t":
        return text
    if kind == "b":
        return text == "yes"
    if kind == "n":
        return _number(text)
    try:
        value = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        if kind == "w":
            return text
        raise ValueError from None
    if kind == "x" and not isinstance(value, dict):
        raise ValueError
    return value


def _number(text: str) -> Any:
    """A number where it is one; else the text, of which the API then says that it is none."""
    try:
        value = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return text
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < _GREATEST else text


def _refuse(_: str) -> Any:
    raise ValueError


def _steps(pointer: str) -> list[str]:
    steps = pointer.split("/")[1:]
    if len(steps) > _DEEPEST:
        raise FormError
    return [step.replace("~1", "/").replace("~0", "~") for step in steps]


def _group(root: dict[str, Any], pointer: str) -> dict[str, Any]:
    for step in _steps(pointer):
        root = root.setdefault(step, {})
        if not isinstance(root, dict):
            raise FormError
    return root


def _put(root: dict[str, Any], pointer: str, value: Any) -> None:
    above, _, _ = pointer.rpartition("/")
    group, last = _group(root, above), _steps(pointer)[-1]
    if isinstance(value, _Rows) and isinstance(group.get(last), dict):
        value.update(group[last])
    elif last in group:
        raise FormError
    group[last] = value


def _plain(value: Any, pointer: str, empty: set[str]) -> Any:
    """Without groups and rows in which nothing is; _NOTHING where there is nothing. A null that was typed is something."""
    if isinstance(value, _Rows):
        numbers = [key for key in value if key.isascii() and key.isdigit()]
        rows = [_plain(value[key], f"{pointer}/{key}", empty) for key in sorted(numbers, key=int)]
        rows = [row for row in rows if row is not _NOTHING]
        return rows if rows or pointer in empty else _NOTHING
    if isinstance(value, dict):
        found = {key: _plain(each, f"{pointer}/{escaped(key)}", empty) for key, each in value.items()}
        return {key: each for key, each in found.items() if each is not _NOTHING} or _NOTHING
    return value.value


def _held(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
