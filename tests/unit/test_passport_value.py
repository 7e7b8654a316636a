"""What attributes look like, and that nothing that may be stored stops a page."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallmint_resolver.passport.jsonld import document
from hallmint_resolver.passport.model import Item, ItemStatus
from hallmint_resolver.passport.page import render
from hallmint_resolver.passport.value import Anchor, Group, Items, Shares, Text
from tests.support.passport_scene import of, page


def shown(raw: Any, path: str = "x", **more: Any) -> Any:
    """The value of one attribute, or None where it is not shown."""
    sections = of({path: raw}, path, **more).content.sections
    return sections[0].rows[0].value if sections else None


@pytest.mark.parametrize(
    ("raw", "language", "market", "expected"),
    [
        (1234567.5, "en", "IE", "1,234,567.5"),
        (1234567.5, "de", "DE", "1.234.567,5"),
        (1234567.5, "de", "CH", "1\u2019234\u2019567.5"),
        (0.000012, "en", "IE", "0.000012"),
        (-3, "sv", "SE", "-3"),
        (True, "de", "DE", "Ja"),
        (False, "fr", "FR", "Non"),
        ([], "de", "DE", "Keine"),
        ([-20, 60], "en", "IE", "-20 / 60"),
        ("2027-03-01", "en", "IE", "1 March 2027"),
        ("2027-03-01T23:59:59+02:00", "de", "DE", "1. März 2027"),
        ("2027-02-30", "en", "IE", "2027-02-30"),
        ("http://plain.example/", "en", "IE", "http://plain.example/"),
        ("https://user@evil.example/", "en", "IE", "https://user@evil.example/"),
        ("javascript:alert(1)", "en", "IE", "javascript:alert(1)"),
        (10**40, "en", "IE", "1" + "0" * 40),
        (float("inf"), "en", "IE", "inf"),
        (1e300, "en", "IE", "1e+300"),
    ],
)
def test_scalars(raw: Any, language: str, market: str, expected: str) -> None:
    assert shown(raw, language=language, market=market) == Text(text=expected)


@pytest.mark.parametrize("raw", [None, "", "  \n ", {}, {"a": None}, [None, ""], "\u202e\u2066"])
def test_what_says_nothing_is_left_out(raw: Any) -> None:
    assert shown(raw) is None


def test_the_markets_own_formats_are_followed_and_broken_ones_ignored() -> None:
    pack = {"languages": ["de"], "date_format": "dd.MM.yyyy", "number_format": "#,##0.00"}
    assert shown("2027-03-01", language="de", pack=pack) == Text(text="01.03.2027")
    assert shown(1234.567, language="de", pack=pack) == Text(text="1.234,57")
    broken = {"languages": ["de"], "date_format": "HH:mm", "number_format": "#;;;¤¤¤0#,,"}
    assert shown("2027-03-01", language="de", pack=broken) == Text(text="1. März 2027")
    assert isinstance(shown(1234.567, language="de", pack=broken), Text)


def test_an_https_url_is_a_link_with_a_readable_text() -> None:
    assert shown("https://aurel.example/manual/") == Anchor(
        href="https://aurel.example/manual/", text="aurel.example/manual"
    )
    long = shown("https://aurel.example/" + "a" * 500)
    assert isinstance(long, Anchor)
    assert len(long.text) == 60


def test_countries_are_named_in_the_pages_language() -> None:
    assert shown("IT", "harvest_country", language="de") == Text(text="Italien")
    assert shown({"sewing": "PT"}, "country_of", language="fr").rows[0].value == Text(text="Portugal")
    assert shown("QQ", "country") == Text(text="QQ")
    assert shown("IT", "department") == Text(text="IT")


@pytest.mark.parametrize(
    ("group", "path", "raw", "language", "label", "text"),
    [
        ("textile", "weight_g", 1480, "en", "Weight", "1,480\u00a0g"),
        ("battery", "internal_resistance_mohm", {"cell": 2}, "en", "Internal resistance", "2\u00a0mΩ"),
        ("textile", "recycled_content_percent", {"total": 12.5}, "de", "Recycled content", "12,5\u00a0%"),
        ("textile", "repair", {"service_years": 1}, "de", "Repair", "1 Jahr"),
        ("textile", "repair", {"warranty_months": 24}, "pl", "Repair", "24 miesiące"),
        ("furniture", "wood", {"harvest_year": 2024}, "en", "Wood", "2024"),
    ],
)
def test_units_stand_with_the_number(  # noqa: PLR0917 - a row of the table
    group: str, path: str, raw: Any, language: str, label: str, text: str
) -> None:
    row = of({path: raw}, path, group=group, language=language).content.sections[0].rows[0]
    value = row.value.rows[0].value if isinstance(row.value, Group) else row.value
    assert (row.label.text, value) == (label, Text(text=text))
    assert row.label.language == ("" if language == "en" else "en")


@pytest.mark.parametrize(
    ("label", "expected"), [("Gewicht", "1.480\u00a0g"), ("Gewicht, g", "1.480"), ("Gewicht (in G)", "1.480")]
)
def test_a_unit_that_the_brands_label_has_is_not_said_twice(label: str, expected: str) -> None:
    template = {"sections": [{"title": "A", "fields": [{"path": "weight_g", "label": label}]}]}
    row = page(template=template, attributes={"weight_g": 1480}, language="de", market="DE").content.sections[0].rows[0]
    assert (row.label.text, row.label.language, row.value) == (label, "", Text(text=expected))


def test_shares_are_bars_and_keep_what_else_is_said_of_them() -> None:
    parts = [{"material": "oak", "percent": 70, "recycled_percent": 5}, {"material": "steel", "percent": 30}]
    found = shown(parts, "materials")
    assert isinstance(found, Shares)
    assert [(share.name, share.percent, share.width) for share in found.shares] == [
        ("oak", "70%", 70),
        ("steel", "30%", 30),
    ]
    assert [(row.label.text, row.value) for row in found.shares[0].rows] == [("Recycled", Text(text="5%"))]


@pytest.mark.parametrize("percent", [-1, 101, "70", None, True, float("nan")])
def test_what_is_no_share_of_a_whole_is_a_list(percent: Any) -> None:
    assert isinstance(shown([{"material": "oak", "percent": percent}], "materials"), Items)


def test_names_with_dots_and_names_that_are_missing() -> None:
    attributes = {"a.b": {"c": 1}, "a": {"d": 2}, "name": "own"}
    rows = of(attributes, "a.b.c", "a.d", "a.e", "a.b.c.d", "", "name", "gtin", "sku").content.sections[0].rows
    assert [row.path for row in rows] == ["a.b.c", "a.d", "name", "gtin", "sku"]
    assert rows[2].value == Text(text="own")


def test_a_document_of_any_depth_is_shown_as_far_as_it_can_be() -> None:
    deep: Any = "bottom"
    for _ in range(400):
        deep = {"x": [deep]}
    view = of({"x": deep, "y": 1}, "x", "y")
    assert b"bottom" not in render(view)
    assert document(view)["additionalProperty"][-1]["propertyID"] == "y"


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=()))
    | st.sampled_from(["https://[", "https://a:99999/", "9999-99-99", "0000-01-01", "https://a.example/\n"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["percent", "material", "name", "country", "year", "label", "path", "sections", "fields"])
            | st.text(st.characters(exclude_categories=()), max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(JSON, JSON, JSON, JSON)
def test_no_stored_data_stops_a_page(attributes: Any, template: Any, pack: Any, theme: Any) -> None:
    item = Item(code="X", status=ItemStatus.ACTIVE, activated_at=datetime(2026, 1, 1, tzinfo=UTC))
    view = page(item, attributes={"x": attributes}, template=template, pack=pack, theme=theme)
    assert render(view).startswith(b"<!doctype html>")
    fields = {"sections": [{"title": "A", "fields": [{"path": "x"}]}]}
    view = page(item, attributes={"x": attributes}, template=fields, pack=pack, theme=theme)
    assert render(view).startswith(b"<!doctype html>")
    assert json.loads(json.dumps(document(view), allow_nan=False).encode()) == document(view)
