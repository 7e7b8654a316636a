"""Titles of the shipped schemas for the resolver, which has no schemas: `python -m tests.support.passport_title` writes them."""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

COPY = Path(__file__).parents[2] / "resolver/hallmint_resolver/passport/title.json"


def titles() -> dict[str, dict[str, str]]:
    """By group and dotted path; an entry of a list has the path of the list."""
    found = {}
    for entry in sorted(files("hallmint_server.catalog.schema").iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".json"):
            schema = json.loads(entry.read_text(encoding="utf-8"))
            found[entry.name.removesuffix(".json")] = dict(sorted(_titles(schema, "", schema)))
    return found


def _titles(node: dict[str, Any], path: str, root: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if reference := node.get("$ref"):
        node = {**root["$defs"][reference.removeprefix("#/$defs/")], **node}
    for name, child in node.get("properties", {}).items():
        at = f"{path}.{name}" if path else name
        target = root["$defs"][child["$ref"].removeprefix("#/$defs/")] if "$ref" in child else {}
        yield at, child.get("title", target.get("title", ""))
        yield from _titles(child, at, root)
    if "items" in node:
        yield from _titles(node["items"], path, root)
    for keyword in ("allOf", "anyOf", "oneOf"):
        for child in node.get(keyword, ()):
            yield from _titles(child, path, root)


def main() -> None:
    text = json.dumps(titles(), ensure_ascii=False, indent=1)
    COPY.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
