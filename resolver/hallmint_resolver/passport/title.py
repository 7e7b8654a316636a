"""What attributes are called where a template has no label: the titles of the shipped schemas, in English."""

import json
from collections.abc import Mapping
from importlib.resources import files

LANGUAGE = "en"

# A copy of the titles in the server's schemas, by group and dotted path; a test keeps the two equal.
_TITLES: Mapping[str, Mapping[str, str]] = json.loads(
    files("hallmint_resolver.passport").joinpath("title.json").read_text(encoding="utf-8")
)


def title_of(group: str, path: str) -> str:
    """The title of an attribute; of one that no schema knows, the last part of its path in plain words."""
    return _TITLES.get(group, {}).get(path) or path.rpartition(".")[2].replace("_", " ").strip().capitalize()
