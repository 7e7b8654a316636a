"""A JSON value before anything is known of its meaning: how large and how deep it may be, and what texts it may hold."""

import json
import math
import re
from typing import Any

SIZE_MOST = 64 * 1024
"""Bytes of attributes, and of a brand's own schema, as JSON in UTF-8."""
DEPTH_MOST = 32
"""Objects and lists inside each other, the outermost one counted."""
NAME_MOST = 100
"""Characters of a field's name, in a schema as in attributes."""
SIZE_FAULT = "must be at most 64 KiB as JSON"
_TEXT_FAULT = "must hold no NUL and no lone surrogates"
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def write(value: Any) -> str:
    """Canonical JSON: sorted keys, no spaces. `value` has no faults."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def size(text: str) -> int:
    """Bytes in UTF-8, lone surrogates too."""
    return len(text.encode(errors="surrogatepass"))


def parse(text: str) -> Any:
    """JSON without its leniencies: no NaN, no number beyond a double, no key twice.

    Raises ValueError with words for people; a text nested too deeply for the parser is one too.
    """
    try:
        return json.loads(text, parse_constant=_constant, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise ValueError(f"is not JSON: {error.msg} in line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise ValueError("is nested too deeply") from None


def short(text: str, most: int = 100) -> str:
    """A text for a message: printable, and cut to `most` characters."""
    shown = "".join(c if c.isprintable() else "?" for c in text[: most + 1])
    return shown if len(shown) <= most else f"{shown[: most - 3]}..."


def _constant(name: str) -> None:
    raise ValueError(f"is not JSON: {name} is no number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("is ambiguous: a key stands twice in one object")
    return found


def faults(value: Any, *, name_most: int) -> set[str]:
    """What keeps a value from being stored as JSON, in words that follow a field's name.

    Walks without recursion, however deep the value is, and ends where 64 KiB are surely passed.
    """
    found: set[str] = set()
    stack: list[tuple[Any, int]] = [(value, 1)]
    seen = 0
    while stack:
        item, depth = stack.pop()
        seen += 1
        if seen > SIZE_MOST:
            found.add(SIZE_FAULT)
            break
        if isinstance(item, (dict, list)):
            if depth > DEPTH_MOST:
                found.add(f"must be nested at most {DEPTH_MOST} deep")
                continue
            if isinstance(item, dict):
                found |= _key_faults(item, name_most)
            stack.extend((child, depth + 1) for child in (item.values() if isinstance(item, dict) else item))
        elif isinstance(item, str):
            if _UNSTORABLE.search(item):
                found.add(_TEXT_FAULT)
        elif not _plain(item):
            found.add("must hold finite numbers only, and nothing that is not JSON")
    return found


def count(value: Any) -> int:
    """Values in a value, itself among them."""
    total, stack = 0, [value]
    while stack:
        found = stack.pop()
        total += 1
        if isinstance(found, dict):
            stack.extend(found.values())
        elif isinstance(found, list):
            stack.extend(found)
    return total


def _key_faults(item: dict[Any, Any], name_most: int) -> set[str]:
    found: set[str] = set()
    for key in item:
        if not isinstance(key, str) or not 1 <= len(key) <= name_most:
            found.add(f"must have keys of 1 to {name_most:,} characters")
        elif _UNSTORABLE.search(key):
            found.add(_TEXT_FAULT)
    return found


def _plain(item: Any) -> bool:
    try:
        return item is None or (isinstance(item, (bool, int, float)) and math.isfinite(item))
    except OverflowError:  # a whole number beyond what a double holds
        return False
