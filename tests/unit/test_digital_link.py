"""Paths and queries of GS1 Digital Links: the cases of URI Syntax 1.7.0, and what is said of bad ones."""

import json
from pathlib import Path

import pytest

from mintcore import IdentifierError, build_digital_link, parse_digital_link, parse_query_attributes

GTIN = "09506000134352"
VECTORS = Path(__file__).resolve().parents[2].parent / "shared" / "vectors" / "uri17_gtin_rules.json"
ELSEWHERE = ("https://user@example.com/", "https://example.com/a/b/c/")
"""What stands before the path is not its parser's: the resolver compares hosts, and has no path before `/01`."""


@pytest.mark.skipif(not VECTORS.is_file(), reason="the vectors of URI Syntax 1.7.0 are not beside the project")
def test_the_grammar_of_uri_syntax_1_7() -> None:
    cases = json.loads(VECTORS.read_text())["cases"]
    here = [case for case in cases if not case["uri"].startswith(ELSEWHERE)]
    assert len(here) == len(cases) - len(ELSEWHERE) > 100
    for case in here:
        # Not urlsplit: it takes out characters that are under test.
        path, _, query = case["uri"].split("/", 3)[3].partition("?")
        assert is_link("/" + path, query) == case["grammar"], case


def is_link(path: str, query: str) -> bool:
    try:
        parse_digital_link(path)
        parse_query_attributes(query)
    except IdentifierError:
        return False
    return True


def test_parts_are_decoded_and_the_path_is_canonical() -> None:
    link = parse_digital_link(f"/01/{GTIN}/22/a%2fb/10/L%251/21/x_Y-Z.")
    assert (link.gtin, link.cpv, link.lot, link.serial, link.tpx) == (GTIN, "a/b", "L%1", "x_Y-Z.", None)
    assert link.path == f"/01/{GTIN}/22/a%2Fb/10/L%251/21/x_Y-Z."
    assert parse_digital_link(link.path) == link


@pytest.mark.parametrize(
    "path", [f"/01/{GTIN}", f"/01/{GTIN}/235/{'T' * 28}", "/t/QX7AB2M9T4CK8R3D", f"/01/{GTIN}/22/A/21/C"]
)
def test_a_canonical_path_stays_as_it_is(path: str) -> None:
    assert parse_digital_link(path).path == path


def test_a_link_of_a_code_alone() -> None:
    link = parse_digital_link("/T/QX7AB2M9T4CK8R3D")
    assert (link.gtin, link.serial, link.path) == (None, "QX7AB2M9T4CK8R3D", "/t/QX7AB2M9T4CK8R3D")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("", "LINK_SYNTAX"),
        ("/", "LINK_SYNTAX"),
        ("01/" + GTIN, "LINK_SYNTAX"),
        (f"//01/{GTIN}", "LINK_SYNTAX"),
        (f"/01/{GTIN}/", "LINK_SYNTAX"),
        (f"/01/{GTIN}/10", "LINK_SYNTAX"),
        (f"/01/{GTIN}/21/A/10/B", "LINK_QUALIFIER"),
        (f"/01/{GTIN}/10/A/10/B", "LINK_QUALIFIER"),
        (f"/01/{GTIN}/17/261231", "LINK_ATTRIBUTE"),
        (f"/01/{GTIN}/235/T/21/C", "LINK_QUALIFIER"),
        (f"/01/{GTIN}/21/A+B", "LINK_RAW"),
        (f"/01/{GTIN}/21/A%ZZ", "LINK_PERCENT"),
        (f"/01/{GTIN}/21/A%2", "LINK_PERCENT"),
        (f"/01/{GTIN}/21/A~B", "SERIAL_CHARACTER"),
        (f"/01/{GTIN}/21/A%00", "SERIAL_CHARACTER"),
        (f"/01/{GTIN}/21/%C0%AF", "SERIAL_CHARACTER"),
        (f"/01/{GTIN}/21/..", "SERIAL_CHARACTER"),
        (f"/01/{GTIN}/21/{'A' * 21}", "SERIAL_LENGTH"),
        (f"/01/{GTIN}/10/{'A' * 21}", "LOT_LENGTH"),
        (f"/01/{GTIN}/22/{'A' * 21}", "CPV_LENGTH"),
        (f"/01/{GTIN}/22/%24", "CPV_CHARACTER"),
        (f"/01/{GTIN}/235/{'A' * 29}", "TPX_LENGTH"),
        (f"/01/{GTIN}/235/%7E", "TPX_CHARACTER"),
        ("/01/09506000134353", "GTIN_CHECK_DIGIT"),
        ("/01/9506000134352", "GTIN_LENGTH"),
        ("/01/0950600013435A", "GTIN_DIGIT"),
        ("/t/", "SERIAL_LENGTH"),
        ("/t/A/B", "LINK_SYNTAX"),
        ("/t", "LINK_SYNTAX"),
        ("/x/A", "LINK_SYNTAX"),
        (f"/01/{GTIN}" + "/21/A" * 2000, "LINK_QUALIFIER"),
        ("/t/\ud800", "SERIAL_CHARACTER"),
    ],
)
def test_the_reason_of_a_bad_path(path: str, reason: str) -> None:
    with pytest.raises(IdentifierError) as caught:
        parse_digital_link(path)
    assert caught.value.reason == reason
    assert path not in str(caught.value) or len(path) < len("/t/A")


def test_each_level_has_one_path() -> None:
    assert build_digital_link(GTIN) == f"/01/{GTIN}"
    assert build_digital_link(GTIN, cpv="a/b") == f"/01/{GTIN}/22/a%2Fb"
    assert build_digital_link(GTIN, cpv="V", lot="L+1") == f"/01/{GTIN}/22/V/10/L%2B1"
    assert build_digital_link(GTIN, serial="%") == f"/01/{GTIN}/21/%25"
    assert build_digital_link(GTIN, tpx="T" * 28) == f"/01/{GTIN}/235/{'T' * 28}"


@pytest.mark.parametrize(
    ("gtin", "parts", "reason"),
    [
        ("09506000134353", {}, "GTIN_CHECK_DIGIT"),
        (GTIN, {"serial": "S", "tpx": "T"}, "LINK_QUALIFIER"),
        (GTIN, {"cpv": ""}, "CPV_LENGTH"),
        (GTIN, {"lot": ".."}, "LOT_CHARACTER"),
        (GTIN, {"serial": "a b"}, "SERIAL_CHARACTER"),
        (GTIN, {"tpx": "T" * 29}, "TPX_LENGTH"),
    ],
)
def test_what_has_no_path(gtin: str, parts: dict[str, str], reason: str) -> None:
    with pytest.raises(IdentifierError) as caught:
        build_digital_link(gtin, **parts)
    assert caught.value.reason == reason


def test_attributes_are_read_and_extensions_left_alone() -> None:
    query = "linkType=gs1:pip&17=261200&3103=000500&utm_source=%ZZ&flag&240=a%26b&23P=1&="
    assert parse_query_attributes(query) == [("17", "261200"), ("3103", "000500"), ("240", "a&b")]
    assert parse_query_attributes("") == []


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("236=12098", "ATTRIBUTE_KEY"),
        ("10=L1", "ATTRIBUTE_KEY"),
        ("a=b&17=261231&17=261231", "ATTRIBUTE_TWICE"),
        ("17", "ATTRIBUTE_VALUE"),
        ("17=260230", "ATTRIBUTE_VALUE"),
        ("410=9506000134353", "ATTRIBUTE_VALUE"),
        ("240=a+b", "LINK_RAW"),
        ("240=%4", "LINK_PERCENT"),
    ],
)
def test_the_reason_of_a_bad_query(query: str, reason: str) -> None:
    with pytest.raises(IdentifierError) as caught:
        parse_query_attributes(query)
    assert caught.value.reason == reason
    assert query not in str(caught.value)
