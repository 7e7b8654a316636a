"""Digital Links against a second reader: what is accepted here means the same to biip.

biip is lenient where the standard is not (check digits, days of a month, raw characters, GTINs without their zeros), so it
is asked about what was accepted here, and about values in general only where it has the standard's own rule.
"""

import re

from biip.gs1_application_identifiers import _GS1_APPLICATION_IDENTIFIERS as AIS  # the only table of them that it has
from biip.gs1_digital_link_uris import GS1DigitalLinkURI
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mintcore import (
    IdentifierError,
    build_digital_link,
    check_gtin,
    decode_epc,
    decode_epc_path,
    encode_sgtin198,
    encode_sgtin_plus,
    parse_digital_link,
    parse_query_attributes,
)

SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
PIECES = [
    "/01/",
    "/22/",
    "/10/",
    "/21/",
    "/235/",
    "/17/",
    "/t/",
    "09506000134352",
    "%",
    "%2F",
    "%2e",
    "A",
    "/",
    "~",
    "é",
]
PATTERNS = {ai: re.compile(known.pattern, re.ASCII) for ai, known in AIS.items()}
"""biip's own, but for digits of other scripts."""
OTHER_RULE = {
    *("11", "12", "13", "15", "16", "17", "7003", "7006", "7007", "7011", "8008"),  # dates: days that there are
    *("00", "253", "402", "410", "411", "412", "413", "414", "416", "417", "8003", "8017", "8018"),  # check digits
    *("30", "7004"),  # biip takes none of their digits too
    "8010",  # other characters, and biip wants five
}


def text(most: int) -> st.SearchStrategy[str]:
    return st.text(SET_82, min_size=1, max_size=most).filter(lambda value: value not in (".", ".."))


def is_gtin(digits: str) -> bool:
    try:
        check_gtin(digits)
    except IdentifierError:
        return False
    return True


GTINS = st.text("0123456789", min_size=13, max_size=13).map(
    lambda digits: next(gtin for gtin in (f"{digits}{check}" for check in range(10)) if is_gtin(gtin))
)


def read_by_biip(path: str) -> dict[str, str]:
    elements = GS1DigitalLinkURI.parse(f"https://id.example.com{path}").element_strings
    return {element.ai.ai: element.value for element in elements}


def is_attribute(key: str, value: str) -> bool | None:
    """Whether the key has the value; None for a key that is none."""
    try:
        parse_query_attributes(f"{key}={''.join(f'%{byte:02X}' for byte in value.encode())}")
    except IdentifierError as error:
        return None if error.reason == "ATTRIBUTE_KEY" else False
    return True


@settings(derandomize=True, deadline=None, max_examples=300)
@given(GTINS, st.none() | text(20), st.none() | text(20), st.none() | text(20))
@example("00000000000000", "%2F", "?", "/")
def test_a_link_means_the_same_to_biip(gtin: str, cpv: str | None, lot: str | None, serial: str | None) -> None:
    path = build_digital_link(gtin, cpv=cpv, lot=lot, serial=serial)
    link = parse_digital_link(path)
    assert (link.gtin, link.cpv, link.lot, link.serial, link.tpx, link.path) == (gtin, cpv, lot, serial, None, path)
    parts = {"01": gtin, "22": cpv, "10": lot, "21": serial}
    assert read_by_biip(path) == {ai: value for ai, value in parts.items() if value is not None}


@settings(derandomize=True, deadline=None, max_examples=100)
@given(GTINS, text(28))
def test_a_serial_of_a_third_party_comes_back(gtin: str, tpx: str) -> None:
    link = parse_digital_link(build_digital_link(gtin, tpx=tpx))
    assert (link.gtin, link.serial, link.tpx) == (gtin, None, tpx)


@settings(derandomize=True, deadline=None, max_examples=1000)
@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join) | st.text(st.characters(), max_size=40))
@example("/01/09506000134352/10/A/21/%2F")
def test_any_path_is_a_link_or_refused(path: str) -> None:
    try:
        link = parse_digital_link(path)
    except IdentifierError:
        return
    assert parse_digital_link(link.path) == link
    if link.gtin is not None and link.tpx is None:
        assert read_by_biip(path) == read_by_biip(link.path)


@settings(derandomize=True, deadline=None, max_examples=1000)
@given(st.text(st.characters(), max_size=40) | st.from_regex(r"([0-9]{1,4}=[0-9A%.]{0,12}&?){1,3}", fullmatch=True))
def test_any_query_has_attributes_or_is_refused(query: str) -> None:
    try:
        found = parse_query_attributes(query)
    except IdentifierError:
        return
    assert all(PATTERNS[key].fullmatch(key + value) for key, value in found)


def test_biip_knows_every_attribute() -> None:
    numbers = [f"{number:0{length}}" for length in (1, 2, 3, 4, 5) for number in range(10**length)]
    keys = {key for key in numbers if is_attribute(key, "") is not None}
    assert keys <= AIS.keys()
    # Of the others none may stand beside a GTIN, or none without another key.
    others = {re.sub("^(39[014]|43[0-3]|72[45])\\d$", "\\1n", key) for key in AIS.keys() - keys}
    assert others == {
        *("01", "10", "21", "22", "235"),  # these belong into the path
        *("02", "03", "37", "255", "8006", "8026"),  # other trade items
        *("254", "403", "415", "390n", "391n", "394n", "430n", "431n", "432n", "433n", "7040", "7041", "8007", "8011"),
        *("724n", "725n", "8014", "8019", "8020", "8040", "8041", "8042", "8043", "8111", "8200"),
    }


@settings(derandomize=True, deadline=None, max_examples=1500)
@given(st.data())
def test_a_value_fits_where_it_fits_biips_pattern(data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(AIS)))
    fitting = st.from_regex(PATTERNS[key], fullmatch=True).map(lambda whole: whole.removeprefix(key))
    value = data.draw(fitting | st.text(SET_82 + "#", max_size=32) | st.text("0123456789", max_size=20))
    fits = is_attribute(key, value)
    if fits is None:
        return
    expected = PATTERNS[key].fullmatch(key + value) is not None
    if key not in OTHER_RULE:
        assert fits == expected, (key, value)
    elif fits and key != "8010":
        assert expected, (key, value)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(GTINS, text(20), st.integers(6, 12), st.integers(0, 7))
def test_an_epc_gives_its_serial_back(gtin: str, serial: str, length: int, kind: int) -> None:
    for epc in (
        encode_sgtin198(gtin, serial, company_prefix_length=length, filter=kind),
        encode_sgtin_plus(gtin, serial, filter=kind),
    ):
        read = decode_epc(epc)
        assert (read.gtin, read.serial, read.filter) == (gtin, serial, kind)
        assert decode_epc_path("eh" + epc.hex()).path == build_digital_link(gtin, serial=serial)


@settings(derandomize=True, deadline=None, max_examples=500)
@given(
    st.binary(max_size=40)
    | st.sampled_from(("30", "36", "f7", "fb", "fc", "fd")).flatmap(
        lambda header: st.binary(max_size=40).map(lambda rest: bytes.fromhex(header) + rest)
    )
    | st.text(st.characters(), max_size=40).map("ex".__add__)
)
def test_any_bits_are_an_epc_or_refused(epc: bytes | str) -> None:
    try:
        read = decode_epc(epc)
    except IdentifierError:
        return
    assert build_digital_link(read.gtin, serial=read.serial)
    assert 0 <= read.filter <= 7
