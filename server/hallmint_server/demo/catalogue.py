"""The demo catalogue: shipped as data, read and checked here. All of it is fictional."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from mintcore import IdentifierError, check_gtin

_GROUPS = frozenset({"battery", "textile", "electronics", "furniture", "generic"})
_STATUSES = frozenset({"draft", "active", "discontinued"})


class CatalogueError(ValueError):
    """A catalogue that does not have the right shape. The message lists everything that is wrong, one thing a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """The brand, in the fields of CreateBrand."""

    slug: str
    name: str
    gs1_ready: bool
    resolver_base_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product, in the fields of CreateProduct; `group` and `commercial_status` in lower case."""

    sku: str
    gtin: str
    name: str
    group: str
    commercial_status: str
    attributes: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """One brand and its products, in the order of the file."""

    brand: Brand
    products: tuple[Product, ...]


def load(path: Path | None = None) -> Catalogue:
    """Read a catalogue: the one shipped here, or another of the same form.

    Blocks while it reads. CatalogueError where the form is wrong; OSError where the file cannot be read.
    """
    source = files(__package__) / "catalogue.json" if path is None else path
    try:
        document = json.loads(source.read_text(encoding="utf-8"))
    except ValueError as error:
        raise CatalogueError(f"not JSON: {error}") from error
    problems: list[str] = []
    brand = _fields(document, "brand", problems)
    entries = document.get("products") if isinstance(document, dict) else None
    if not isinstance(entries, list) or not entries:
        problems.append("products: a list with at least one product is needed")
        entries = []
    parsed = Catalogue(
        brand=Brand(
            slug=_text(brand, "slug", "brand", problems),
            name=_text(brand, "name", "brand", problems),
            gs1_ready=brand.get("gs1_ready") is True,
            resolver_base_url=_text(brand, "resolver_base_url", "brand", problems),
        ),
        products=tuple(_product(entry, f"products[{index}]", problems) for index, entry in enumerate(entries)),
    )
    for field in ("sku", "gtin"):
        values = [value for product in parsed.products if (value := getattr(product, field))]
        problems += [
            f"{field}: {value} stands more than once" for value in sorted(set(values)) if values.count(value) > 1
        ]
    if problems:
        raise CatalogueError("\n".join(problems))
    return parsed


def _product(entry: object, place: str, problems: list[str]) -> Product:
    fields = entry if isinstance(entry, dict) else {}
    gtin = fields.get("gtin", "")
    if gtin:
        try:
            check_gtin(str(gtin))
        except IdentifierError as error:
            problems.append(f"{place}.gtin: {error}")
    attributes = fields.get("attributes")
    if not isinstance(attributes, dict) or not attributes:
        problems.append(f"{place}.attributes: an object with at least one attribute is needed")
        attributes = {}
    product = Product(
        sku=_text(fields, "sku", place, problems),
        gtin=str(gtin),
        name=_text(fields, "name", place, problems),
        group=_text(fields, "group", place, problems),
        commercial_status=_text(fields, "commercial_status", place, problems),
        attributes=attributes,
    )
    for field, allowed in (("group", _GROUPS), ("commercial_status", _STATUSES)):
        value = getattr(product, field)
        if value and value not in allowed:
            problems.append(f"{place}.{field}: {value!r} is none of {', '.join(sorted(allowed))}")
    return product


def _fields(document: object, name: str, problems: list[str]) -> dict[str, Any]:
    fields = document.get(name) if isinstance(document, dict) else None
    if isinstance(fields, dict):
        return fields
    problems.append(f"{name}: an object is needed")
    return {}


def _text(fields: dict[str, Any], name: str, place: str, problems: list[str]) -> str:
    value = fields.get(name)
    if isinstance(value, str) and value:
        return value
    problems.append(f"{place}.{name}: a text is needed")
    return ""
