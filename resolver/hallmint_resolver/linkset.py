"""Linksets (RFC 9264, 4.2) as GS1-Conformant Resolver 1.2.1 has them, and targets that carry the visitor's query."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hallmint_resolver.choice import VOC
from hallmint_resolver.model import Link

DPP = "gs1:dpp"
DEFAULT = "gs1:defaultLink"
"""What stands for whatever is the default of a level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What is known of one identifier: a serial, a lot or a GTIN. `default` is one of `links`; `own_default` says that the
    brand set it, and so that it counts for the levels below too.
    """

    anchor: str
    description: str
    links: tuple[Link, ...]
    default: Link
    own_default: bool


def document(levels: Sequence[Level], language: str) -> dict[str, Any]:
    """One context object a level, the most specific first."""
    return {"linkset": [_context(level, language) for level in levels]}


def encode(levels: Sequence[Level], language: str) -> bytes:
    """The document as UTF-8 JSON."""
    return json.dumps(document(levels, language), ensure_ascii=False, separators=(",", ":")).encode()


def _context(level: Level, language: str) -> dict[str, Any]:
    context: dict[str, Any] = {
        "anchor": level.anchor,
        "itemDescription": level.description,
        f"{VOC}defaultLink": [{"href": level.default.href, "title": level.default.title}],
    }
    for link in level.links:
        target: dict[str, Any] = {"href": link.href, "title": link.title}
        if hreflang := list(link.languages) or ([language] if link.type == DPP else []):
            target["hreflang"] = hreflang
        if link.media_type:
            target["type"] = link.media_type
        context.setdefault(VOC + link.type.removeprefix("gs1:"), []).append(target)
    return context


def with_query(target: str, query: str) -> str:
    """A target with the visitor's query, as it came, joined with `&` where it has one, before a fragment."""
    if not query:
        return target
    base, hash_sign, fragment = target.partition("#")
    joint = "&" if "?" in base else "?"
    return f"{base}{joint}{query}{hash_sign}{fragment}"
