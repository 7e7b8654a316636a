"""What a product may say, and what an event tells of a change to one. No database."""

import json
from collections.abc import Collection
from dataclasses import fields, replace
from typing import Any

from hallmint_server.catalog.model import NewProduct, Product, ProductChange
from hallmint_server.catalog.readiness import check_attributes
from hallmint_server.catalog.sheet_cell import is_formula
from hallmint_server.errors import Problems, Reason
from mintcore import IdentifierError, check_gtin

SKU_MOST = 64
"""Characters."""
NAME_MOST = 200
"""Characters."""
FIELDS = frozenset(field.name for field in fields(NewProduct))

_GTIN_LENGTHS = (8, 12, 13, 14)
_PREFIX_LENGTHS = range(4, 13)
_TOLD_MOST = 200  # characters of one value in an event
_EVENT_MOST = 12 * 1024  # bytes of values in an event; with the rest of it below 16 KiB
_ABSENT = object()


def check_product(problems: Problems, new: NewProduct, named: Collection[str] = FIELDS, prefix: str = "") -> None:
    """Note what is wrong with the `named` fields of a product; `prefix` stands before them in a caller's message.

    A GTIN must have been padded (`pad_gtin`). company_prefix_length: GS1 General Specifications, 1.4.4, 4 to 12 digits.
    """
    if "sku" in named:
        _check_line(problems, f"{prefix}sku", new.sku, SKU_MOST)
    if "name" in named:
        _check_line(problems, f"{prefix}name", new.name, NAME_MOST)
    length = new.company_prefix_length
    if "company_prefix_length" in named and length is not None and length not in _PREFIX_LENGTHS:
        field = f"{prefix}company_prefix_length"
        problems.add(Reason.FIELD_INVALID, field, f"{field} must be 4 to 12, or 0 where it is not known")
    if "attributes" in named:
        check_attributes(problems, f"{prefix}attributes", new.attributes)


def check_prefix(problems: Problems, new: NewProduct, prefix: str = "") -> None:
    """Note a company prefix length of a product without a GTIN."""
    if new.company_prefix_length is not None and not new.gtin:
        field = f"{prefix}company_prefix_length"
        problems.add(Reason.FIELD_INVALID, field, f"{field} is a part of the GTIN, and the product has none")


def _check_line(problems: Problems, field: str, text: str, most: int) -> None:
    if not text:
        problems.add(Reason.FIELD_REQUIRED, field, f"{field} must be set")
    elif len(text) > most or not text.isprintable() or not text.strip():
        words = f"{field} must be 1 to {most} characters, not only blanks and none of them a control"
        problems.add(Reason.FIELD_INVALID, field, words)
    elif is_formula(text):
        # Told here, as a sheet is told: when a batch is exported it is minted, and has the name for ever. A sign before it, as
        # spreadsheets have it, would be printed.
        words = f"{field} begins with what a spreadsheet takes for a formula, and no export could have it in a cell"
        problems.add(Reason.FIELD_INVALID, field, words)


def pad_gtin(problems: Problems, field: str, gtin: str) -> tuple[str, tuple[str, ...]]:
    """A GTIN of 8, 12, 13 or 14 digits as 14, zeros on the left (GS1 General Specifications, 3.3.2), and a note where it was
    padded. GTIN_INVALID where it is none, and then the GTIN as it was; empty stays empty.
    """
    if not gtin:
        return "", ()
    if not (gtin.isascii() and gtin.isdigit() and len(gtin) in _GTIN_LENGTHS):
        problems.add(Reason.GTIN_INVALID, field, f"{field} must be 8, 12, 13 or 14 digits")
        return gtin, ()
    padded = gtin.zfill(14)
    try:
        check_gtin(padded)
    except IdentifierError as error:
        problems.add(Reason.GTIN_INVALID, field, f"{field} must have a right check digit: {error}")
        return gtin, ()
    return padded, () if padded == gtin else (f"{field} {gtin} was padded to {padded}",)


def content(product: Product) -> NewProduct:
    """What a product says, without what the server adds. The product comes with its attributes."""
    return NewProduct(
        sku=product.sku,
        gtin=product.gtin or "",
        name=product.name,
        group=product.group,
        commercial_status=product.commercial_status,
        attributes=product.attributes or {},
        company_prefix_length=product.company_prefix_length,
        confirm_activation=product.confirm_activation,
    )


def apply(change: ProductChange, before: NewProduct) -> NewProduct:
    """What a product says after a change."""
    after = replace(before, **{name: getattr(change.new, name) for name in change.fields})
    if not change.attributes:
        return after
    kept = {name: value for name, value in after.attributes.items() if name not in change.attributes}
    given = {name: value for name, value in change.new.attributes.items() if name in change.attributes}
    return replace(after, attributes=kept | given)


def told(before: NewProduct | None, after: NewProduct) -> dict[str, Any]:
    """What an event tells of a change: `before` and `after` of each field and top-level attribute that differs, values cut
    at 200 characters, and in `untold` how many more there are than fit. Empty where nothing differs.
    """
    old, new = _flat(before) if before else {}, _flat(after)
    names = [name for name in {**old, **new} if not same(old.get(name, _ABSENT), new.get(name, _ABSENT))]
    detail: dict[str, Any] = {"before": {}, "after": {}} if names else {}
    room = _EVENT_MOST
    for number, name in enumerate(names):
        values = {side: _cut(side_of[name]) for side, side_of in (("before", old), ("after", new)) if name in side_of}
        room -= len(json.dumps({name: values}, ensure_ascii=False).encode()) + len(name.encode())
        if room < 0:
            detail["untold"] = len(names) - number
            break
        for side, value in values.items():
            detail[side][name] = value
    return detail


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same JSON: true is not 1, and 1 is 1.0."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def _flat(product: NewProduct) -> dict[str, Any]:
    values = {name: getattr(product, name) for name in FIELDS - {"attributes"}}
    values = {name: value for name, value in sorted(values.items()) if value not in ("", None, False)}
    return values | {f"attributes.{name}": value for name, value in product.attributes.items()}


def _cut(value: Any) -> Any:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return value if len(text) <= _TOLD_MOST else f"{text[:_TOLD_MOST]}..."
