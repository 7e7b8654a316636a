"""The page's data as JSON-LD: schema.org's Product, with GS1's terms for identifiers. Nothing that the page does not show."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from hallmint_resolver.passport.model import ItemStatus, Notice, clean
from hallmint_resolver.passport.value import DEPTH_MOST
from hallmint_resolver.passport.view import PassportView

_CONTEXT = ["https://schema.org/", {"gs1": "https://ref.gs1.org/voc/"}]


def document(view: PassportView, anchor: str = "") -> dict[str, Any]:
    """A page as an object for JSON. `anchor` is its canonical link, where there is one."""
    content, item = view.content, view.item
    found: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": ["IndividualProduct" if item else "Product", "gs1:Product"],
        "name": content.product.name,
        "brand": {"@type": "Brand", "name": content.brand.name},
        "inLanguage": content.language,
    }
    if anchor:
        found["@id"] = anchor
    if gtin := (item and item.gtin) or content.product.gtin:
        found["gtin"] = found["gs1:gtin"] = gtin
    if item:
        found["serialNumber"] = found["gs1:hasSerialNumber"] = item.code
    if view.lot:
        found["gs1:hasBatchLotNumber"] = view.lot
    found["additionalProperty"] = [*_status(view), *_disclosed(view)]
    if view.links:
        found["subjectOf"] = [
            {"@type": "WebPage", "name": clean(link.title), "url": link.href, "additionalType": link.link_type}
            for link in view.links
        ]
    return found


def _status(view: PassportView) -> Iterator[dict[str, Any]]:
    for notice in view.notices:
        yield _property("hallmint:notice", notice.value)
    item = view.item
    if item and item.status is ItemStatus.ACTIVE and item.activated_at and Notice.REVOKED not in view.notices:
        # The day, as on the page: the minute would say more of who bought it.
        yield _property("hallmint:activated", item.activated_at.date().isoformat())


def _disclosed(view: PassportView) -> Iterator[dict[str, Any]]:
    for section in view.content.sections:
        for row in section.rows:
            for path, value in _leaves(row.path, row.raw):
                yield _property(path, value) | ({"name": row.label.text} if path == row.path else {})


def _leaves(path: str, raw: Any, depth: int = 0) -> Iterator[tuple[str, Any]]:
    if depth > DEPTH_MOST or raw is None:
        return
    if isinstance(raw, Mapping):
        for key, value in raw.items():
            yield from _leaves(f"{path}.{clean(key)}", value, depth + 1)
    elif raw == []:
        yield path, "none"
    elif isinstance(raw, list):
        for index, value in enumerate(raw):
            yield from _leaves(f"{path}[{index}]", value, depth + 1)
    elif isinstance(raw, str):
        yield path, clean(raw)
    elif not isinstance(raw, float) or math.isfinite(raw):
        yield path, raw


def _property(name: str, value: Any) -> dict[str, Any]:
    return {"@type": "PropertyValue", "propertyID": name, "value": value}
