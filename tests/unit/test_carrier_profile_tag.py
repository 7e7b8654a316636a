"""What NFC and RFID tags hold."""

import pytest

from hallmint_server.exporting.profile.model import EpcScheme, EpcSettings
from hallmint_server.exporting.profile.obstacle import ObstacleKind as Kind
from hallmint_server.exporting.profile.tag import (
    Epc,
    TagIdentity,
    encode_epcs,
    epc_uri,
    ndef_message,
    sgtin_96_obstacles,
)
from mintcore import decode_epc
from tests.support.carrier import GTIN


def identity(serial: str, length: int | None = 7, gtin: str = GTIN) -> TagIdentity:
    return TagIdentity(gtin=gtin, serial=serial, company_prefix_length=length)


def encode_epc(named: TagIdentity, how: EpcSettings) -> Epc:
    (epc,) = encode_epcs(named.gtin, [named.serial], named.company_prefix_length, how)
    return epc


@pytest.mark.parametrize("serial", ["0", "1", "123456789", str(2**38 - 1)])
def test_an_sgtin_96_where_one_can_be(serial: str) -> None:
    assert sgtin_96_obstacles(identity(serial)) == ()
    for scheme in (EpcScheme.SGTIN_96, EpcScheme.SGTIN_96_OR_PLUS):
        epc = encode_epc(identity(serial), EpcSettings(scheme=scheme, filter=3))
        assert (epc.bits, epc.protocol_control) == (96, 0x3000)
        read = decode_epc(bytes.fromhex(epc.hex))
        assert (read.scheme, read.gtin, read.serial, read.filter) == ("SGTIN-96", GTIN, serial, 3)


def test_the_example_of_the_standard() -> None:
    """EPC Tag Data Standard 2.3, E.3: SGTIN-96."""
    epc = encode_epc(identity("123456789", 11), EpcSettings(filter=3))
    assert epc.hex == "3066C4409047E140075BCD15"


@pytest.mark.parametrize(
    ("serial", "length", "gtin", "expected"),
    [
        ("QX7AB2M9T4CK8R3D", 7, GTIN, [Kind.SERIAL_NOT_NUMERIC]),
        ("", 7, GTIN, [Kind.SERIAL_NOT_NUMERIC]),
        ("١٢", 7, GTIN, [Kind.SERIAL_NOT_NUMERIC]),
        ("007", 7, GTIN, [Kind.SERIAL_LEADING_ZERO]),
        (str(2**38), 7, GTIN, [Kind.SERIAL_TOO_LARGE]),
        ("1", None, GTIN, [Kind.COMPANY_PREFIX_UNKNOWN]),
        ("1", 5, GTIN, [Kind.COMPANY_PREFIX_LENGTH]),
        ("1", 13, GTIN, [Kind.COMPANY_PREFIX_LENGTH]),
        ("A", 4, "", [Kind.COMPANY_PREFIX_LENGTH, Kind.GTIN_MISSING, Kind.SERIAL_NOT_NUMERIC]),
    ],
)
def test_all_reasons_why_not(serial: str, length: int | None, gtin: str, expected: list[Kind]) -> None:
    named = identity(serial, length, gtin)
    assert [found.kind for found in sgtin_96_obstacles(named)] == expected
    with pytest.raises(ValueError, match=r"prefix|digits|serial|GTIN"):
        encode_epc(named, EpcSettings(scheme=EpcScheme.SGTIN_96))


def test_an_sgtin_plus_for_all_else() -> None:
    for serial, length in (("QX7AB2M9T4CK8R3D", 7), ("007", None), (str(2**38), 12)):
        for scheme in (EpcScheme.SGTIN_PLUS, EpcScheme.SGTIN_96_OR_PLUS):
            epc = encode_epc(identity(serial, length), EpcSettings(scheme=scheme, filter=5))
            read = decode_epc(bytes.fromhex(epc.hex))
            assert (read.scheme, read.gtin, read.serial, read.filter) == ("SGTIN+", GTIN, serial, 5)
            assert epc.bits % 16 == 0
            assert epc.protocol_control == epc.bits // 16 << 11
    assert encode_epc(identity("1"), EpcSettings(scheme=EpcScheme.SGTIN_PLUS)).hex[:2] == "F7"


def test_each_unit_of_many_gets_what_it_would_get_alone() -> None:
    serials = ["1", "QX7AB2M9T4CK8R3D", "22", "007", "3", str(2**38), "A", "B", "9", "10"]
    for scheme in (EpcScheme.SGTIN_PLUS, EpcScheme.SGTIN_96_OR_PLUS):
        how = EpcSettings(scheme=scheme, filter=2)
        found = encode_epcs(GTIN, serials, 7, how)
        assert found == [encode_epc(identity(serial), how) for serial in serials]
    schemes = [decode_epc(bytes.fromhex(epc.hex)).scheme for epc in found]
    assert [scheme == "SGTIN-96" for scheme in schemes] == [s in ("1", "22", "3", "9", "10") for s in serials]
    with pytest.raises(ValueError, match="serial"):
        encode_epcs(GTIN, serials, 7, EpcSettings(scheme=EpcScheme.SGTIN_96))


def test_a_pure_identity_uri() -> None:
    assert epc_uri(identity("32a/b")) == "urn:epc:id:sgtin:9506000.013435.32a%2Fb"
    assert epc_uri(identity("1", 12)) == "urn:epc:id:sgtin:950600013435.0.1"
    assert epc_uri(identity("1", 6, "19528765123454")) == "urn:epc:id:sgtin:952876.1512345.1"
    assert epc_uri(identity("\"%&/<>?!'()*+,-.:;=_")) == (
        "urn:epc:id:sgtin:9506000.013435.%22%25%26%2F%3C%3E%3F!'()*+,-.:;=_"
    )
    for length in (None, 5, 13):
        with pytest.raises(ValueError, match="6 to 12"):
            epc_uri(identity("1", length))


@pytest.mark.parametrize(
    ("url", "head", "rest"),
    [
        ("https://id.example.com/t/A", "d101135504", "id.example.com/t/A"),
        ("https://www.example.com/t/A", "d101105502", "example.com/t/A"),
        ("http://a/t/A", "d101065503", "a/t/A"),
        ("HTTPS://a/t/A", "d1010e5500", "HTTPS://a/t/A"),
        ("https://" + "a" * 254, "d101ff5504", "a" * 254),
        ("https://" + "a" * 255, "c101000001005504", "a" * 255),
    ],
)  # fmt: skip
def test_an_ndef_message(url: str, head: str, rest: str) -> None:
    assert ndef_message(url).hex() == head + rest.encode().hex()
