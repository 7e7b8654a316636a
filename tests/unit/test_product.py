"""What a product may say, and what events tell of its changes."""

import json
from dataclasses import replace
from typing import Any

import pytest

from hallmint_server.catalog.model import CommercialStatus, NewProduct, ProductChange, ProductGroup
from hallmint_server.catalog.product import apply, check_prefix, check_product, pad_gtin, same, told
from hallmint_server.errors import Problems, Reason

PRODUCT = NewProduct(
    sku="SKU",
    gtin="",
    name="Name",
    group=ProductGroup.GENERIC,
    commercial_status=CommercialStatus.DRAFT,
    attributes={"a": 1, "b": {"c": 2}},
)


def found(new: NewProduct, **options: Any) -> list[tuple[str, str]]:
    problems = Problems()
    check_product(problems, new, **options)
    return [(problem.field, problem.reason.value) for problem in problems.found]


@pytest.mark.parametrize(
    ("gtin", "padded"),
    [
        ("96385074", "00000096385074"),
        ("036000291452", "00036000291452"),
        ("4006381333931", "04006381333931"),
        ("04006381333931", "04006381333931"),
    ],
)
def test_a_gtin_is_padded_and_it_is_said(gtin: str, padded: str) -> None:
    problems = Problems()
    notes = () if gtin == padded else (f"gtin {gtin} was padded to {padded}",)
    assert pad_gtin(problems, "gtin", gtin) == (padded, notes)
    assert problems.found == []


@pytest.mark.parametrize("gtin", ["4006381333930", "400638133393", "4006381333931 ", "٤٠٠٦٣٨١٣٣٣٩٣١", "1", "x" * 13])
def test_what_is_no_gtin_is_refused(gtin: str) -> None:
    problems = Problems()
    assert pad_gtin(problems, "change.gtin", gtin) == (gtin, ())
    assert [(p.field, p.reason) for p in problems.found] == [("change.gtin", Reason.GTIN_INVALID)]


def test_no_gtin_stays_none() -> None:
    assert pad_gtin(Problems(), "gtin", "") == ("", ())


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("sku", "", "FIELD_REQUIRED"),
        ("sku", "x" * 65, "FIELD_INVALID"),
        ("sku", " ", "FIELD_INVALID"),
        ("sku", "a\u202eb", "FIELD_INVALID"),
        ("name", "x" * 201, "FIELD_INVALID"),
        ("name", "a\nb", "FIELD_INVALID"),
        ("company_prefix_length", 3, "FIELD_INVALID"),
        ("company_prefix_length", 13, "FIELD_INVALID"),
        ("company_prefix_length", -7, "FIELD_INVALID"),
        ("attributes", {"a": "\0"}, "FIELD_INVALID"),
    ],
)
def test_each_field_is_checked_where_it_is_named(field: str, value: Any, reason: str) -> None:
    wrong = replace(PRODUCT, **{field: value})
    assert found(wrong) == [(field, reason)]
    assert found(wrong, named={field}, prefix="change.") == [(f"change.{field}", reason)]
    assert found(wrong, named={"group"}) == []


def test_the_bounds_are_right() -> None:
    for length in (4, 12):
        assert found(replace(PRODUCT, sku="x" * 64, name="ä" * 200, company_prefix_length=length)) == []


def test_a_prefix_length_takes_a_gtin() -> None:
    for gtin, expected in (("04006381333931", 0), ("", 1)):
        problems = Problems()
        check_prefix(problems, replace(PRODUCT, gtin=gtin, company_prefix_length=7), "change.")
        assert [p.field for p in problems.found] == ["change.company_prefix_length"] * expected


def test_a_change_takes_what_is_named_and_nothing_else() -> None:
    new = replace(PRODUCT, sku="NEW", name="Other", attributes={"a": 9, "d": 8, "z": 7})
    sku = ProductChange(fields=frozenset({"sku"}), attributes=frozenset(), new=new)
    assert apply(sku, PRODUCT) == replace(PRODUCT, sku="NEW")
    whole = ProductChange(fields=frozenset({"attributes"}), attributes=frozenset(), new=new)
    assert apply(whole, PRODUCT) == replace(PRODUCT, attributes=new.attributes)
    single = ProductChange(fields=frozenset(), attributes=frozenset({"a", "b", "d"}), new=new)
    assert apply(single, PRODUCT) == replace(PRODUCT, attributes={"a": 9, "d": 8})


def test_an_event_tells_what_differs() -> None:
    after = replace(PRODUCT, name="New", gtin="04006381333931", attributes={"a": True, "b": {"c": 2}, "e": "x" * 300})
    assert told(PRODUCT, PRODUCT) == {}
    assert told(PRODUCT, after) == {
        "before": {"name": "Name", "attributes.a": 1},
        "after": {
            "gtin": "04006381333931",
            "name": "New",
            "attributes.a": True,
            "attributes.e": "x" * 200 + "...",
        },
    }
    assert told(None, PRODUCT)["after"]["attributes.b"] == {"c": 2}


def test_an_event_stays_small() -> None:
    many = {f"{number:03}{'ä' * 97}": "ö" * 200 for number in range(150)}
    detail = told(replace(PRODUCT, attributes=dict.fromkeys(many, "ü" * 200)), replace(PRODUCT, attributes=many))
    assert len(json.dumps(detail, ensure_ascii=False).encode()) < 15 * 1024
    assert detail["untold"] + len(detail["after"]) == 150
    assert detail["after"].keys() == detail["before"].keys()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (1, 1.0, True),
        (True, 1, False),
        ([1, {"a": None}], [1, {"a": None}], True),
        ([0], [False], False),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        ([1], [1, 2], False),
        ("1", 1, False),
        (None, False, False),
    ],
)
def test_what_is_the_same(one: Any, other: Any, expected: bool) -> None:
    assert same(one, other) is expected
    assert same(other, one) is expected
