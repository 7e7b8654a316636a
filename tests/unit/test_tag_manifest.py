"""The manifests of tags, read by what is not Hallmint: ndeflib, and a decoder of EPCs written down here from the standard."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace

import ndef
import pytest

from hallmint_server.exporting.profile.builtin import BUILT_IN
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.field import UnitField
from hallmint_server.exporting.profile.model import EpcScheme, EpcSettings
from mintcore import ndef_messages
from tests.support.carrier import GTIN, Unit, batch, lots, profile, units, written
from tests.support.gtin import check_digit

NFC, RFID = BUILT_IN["nfc", 1].profile, BUILT_IN["rfid", 1].profile
BASE64_URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


class Bits:
    """A row of bits, taken from the left."""

    def __init__(self, digits: str) -> None:
        self.rest = "".join(f"{int(digit, 16):04b}" for digit in digits)

    def take(self, width: int) -> int:
        found, self.rest = self.rest[:width], self.rest[width:]
        assert len(found) == width
        return int(found, 2)


def sgtin_plus(digits: str) -> tuple[int, str, str]:
    """Filter, GTIN and serial: EPC Tag Data Standard 2.3, 14.6, and 14.5.6 for the serial."""
    bits = Bits(digits)
    assert bits.take(8) == 0xF7
    assert bits.take(1) == 0  # nothing follows the EPC
    kind = bits.take(3)
    gtin = "".join(str(bits.take(4)) for _ in range(14))
    assert bits.take(3) == 3  # file-safe URI-safe base64
    serial = "".join(BASE64_URL[bits.take(6)] for _ in range(bits.take(5)))
    assert len(bits.rest) < 16
    assert set(bits.rest) <= {"0"}
    return kind, gtin, serial


def sgtin_96(digits: str) -> tuple[int, str, str, int]:
    """Filter, GTIN, serial and the length of the company prefix: EPC Tag Data Standard 2.3, 14.6.1 and table 14-2."""
    bits = Bits(digits)
    assert bits.take(8) == 0x30
    kind, partition = bits.take(3), bits.take(3)
    width, length = ((40, 12), (37, 11), (34, 10), (30, 9), (27, 8), (24, 7), (20, 6))[partition]
    prefix = f"{bits.take(width):0{length}}"
    indicator_and_item = f"{bits.take(44 - width):0{13 - length}}"
    first13 = indicator_and_item[0] + prefix + indicator_and_item[1:]
    serial = str(bits.take(38))
    assert bits.rest == ""
    return kind, first13 + check_digit(first13), serial, length


def lines(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


@pytest.mark.parametrize(
    "facts",
    [
        batch(),
        batch(lots=(), context="token", company_prefix_length=None),
        batch(lots=lots("%" * 20, quantity=4)),
        batch(lots=lots("%" * 20, quantity=4), resolver_base_url="https://www." + "a." * 60 + "example"),
        batch(resolver_base_url="http://127.0.0.1:8080"),
    ],
)
def test_an_ndef_message_is_its_url(facts: BatchFacts) -> None:
    found = lines(written(NFC, facts))
    assert len(found) == 4
    for line in found:
        data = bytes.fromhex(line["ndef_hex"])
        (record,) = ndef.message_decoder(data, errors="strict")
        assert isinstance(record, ndef.UriRecord)
        assert record.iri == line["url"]  # as it stands on the tag
        assert line["ndef_hex"] == line["ndef_hex"].upper()
        assert ndef_messages([line["url"]]) == [data] == [b"".join(ndef.message_encoder([record]))]


@pytest.mark.parametrize("scheme", [EpcScheme.SGTIN_PLUS, EpcScheme.SGTIN_96_OR_PLUS])
@pytest.mark.parametrize("kind", range(8))
def test_an_epc_is_its_gtin_and_code(scheme: EpcScheme, kind: int) -> None:
    found = lines(written(replace(RFID, epc=EpcSettings(scheme=scheme, filter=kind))))
    assert len(found) == 4
    for line in found:
        assert sgtin_plus(line["epc_hex"]) == (kind, GTIN, line["code"])
        fits(line, kind)


@pytest.mark.parametrize(
    ("gtin", "serial", "length", "kind", "expected"),
    [
        ("80614141123458", "6789", 7, 3, "3074257BF7194E4000001A85"),  # EPC Tag Data Standard 1.9, annex E
        (GTIN, "123456789", 11, 3, "3066C4409047E140075BCD15"),  # 2.3, E.3
        (GTIN, "0", 6, 0, None),
        (GTIN, str(2**38 - 1), 12, 7, None),
    ],
)
def test_a_short_epc_is_its_gtin_and_number(
    gtin: str, serial: str, length: int, kind: int, expected: str | None
) -> None:
    facts = batch(context=f"gtin:{gtin}", company_prefix_length=length)
    asked = replace(RFID, epc=EpcSettings(scheme=EpcScheme.SGTIN_96, filter=kind))
    (line,) = lines(written(asked, facts, numbered(serial)))
    assert sgtin_96(line["epc_hex"]) == (kind, gtin, serial, length)
    assert expected in (None, line["epc_hex"])
    fits(line, kind)


def numbered(*serials: str) -> Sequence[Unit]:
    """Units with serials that no key of ours makes."""
    return [replace(unit, code=serial) for unit, serial in zip(units(batch(), len(serials)), serials, strict=True)]


def fits(line: dict[str, str], kind: int) -> None:
    """Digits, bits, protocol control word and filter say the same (Gen2 air interface, 6.3.2.1.2.2: the word begins with the
    length of the EPC in words of 16 bits, and all its other bits are zero for a GS1 EPC without extensions).
    """
    assert line["epc_hex"] == line["epc_hex"].upper()
    assert int(line["epc_bits"]) == len(line["epc_hex"]) * 4
    assert int(line["epc_bits"]) % 16 == 0
    assert line["epc_pc"] == f"{int(line['epc_bits']) // 16 << 11:04X}"
    assert line["epc_filter"] == str(kind)


def test_a_pure_identity_uri_is_the_same_unit() -> None:
    facts = batch()
    for line in lines(written(profile(UnitField.EPC_URI, UnitField.CODE), facts)):
        prefix, item, serial = line["H epc_uri"].removeprefix("urn:epc:id:sgtin:").split(".")
        first13 = item[0] + prefix + item[1:]
        assert (len(prefix), first13 + check_digit(first13), serial) == (7, GTIN, line["H code"])
