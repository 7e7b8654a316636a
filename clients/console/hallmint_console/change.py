"""What an event says, field by field: as it was and as it is."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hallmint_console.event_words import FIELDS

_MOST = 200
"""Fields that are shown; more stand in the download."""
_DEEPEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A field. `before` is None where the event says only what is, or was, and not from what it changed."""

    name: str
    before: str | None
    after: str


def read_detail(text: str) -> dict[str, Any]:
    """The detail of an event; what cannot be read stands in it as it is."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {"detail": text}
    return found if isinstance(found, dict) else {"detail": found}


def changes(detail: Mapping[str, Any]) -> list[Change]:
    """The fields of a detail: first those that changed, then those that only are."""
    before, after = detail.get("before"), detail.get("after")
    found = []
    if isinstance(before, dict) and isinstance(after, dict):
        old, new = flat(before), flat(after)
        names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
        found = [Change(name=_name(name), before=old.get(name, ""), after=new.get(name, "")) for name in names]
        detail = {name: value for name, value in detail.items() if name not in {"before", "after"}}
    found += [Change(name=_name(name), before=None, after=value) for name, value in flat(detail).items()]
    return found[:_MOST]


def flat(values: Mapping[str, Any], prefix: str = "", depth: int = 0) -> dict[str, str]:
    """Each value as text by its path, `a.b`; empty ones are left out."""
    found: dict[str, str] = {}
    for name, value in values.items():
        path = f"{prefix}{name}"
        if isinstance(value, dict) and value and depth < _DEEPEST:
            found |= flat(value, f"{path}.", depth + 1)
        elif value not in (None, "", [], {}):
            found[path] = _text(value)
    return found


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and not any(isinstance(each, (dict, list)) for each in value):
        return ", ".join(_text(each) for each in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _name(path: str) -> str:
    return FIELDS.get(path) or (path if "." in path else path.replace("_", " ").capitalize())
