"""EPCs of trade items: the examples of the standards, both forms of a compressed link, and what is refused."""

import base64
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mintcore import (
    IdentifierError,
    decode_epc,
    decode_epc_path,
    encode_sgtin96,
    encode_sgtin198,
    encode_sgtin_plus,
    parse_digital_link,
    parse_query_attributes,
)

GTIN = "09506000134352"
VECTORS = Path(__file__).resolve().parents[2].parent / "shared" / "vectors" / "epc_sgtin_vectors.json"


@pytest.mark.skipif(not VECTORS.is_file(), reason="the vectors of EPCs are not beside the project")
def test_the_examples_of_the_standards() -> None:
    cases = json.loads(VECTORS.read_text())["cases"]
    assert len(cases) == 7
    for case in cases:
        path, _, query = case["dl_path"].partition("?")
        digits = case["hex"]
        whole = bytes.fromhex(digits + "0" * (len(digits) % 2))
        for epc in (whole, "eh" + digits.lower(), "ex" + base64.urlsafe_b64encode(whole).decode().rstrip("=")):
            read = decode_epc(epc)
            assert read.scheme == case["scheme"].partition(" ")[0]
            assert read.attributes == parse_query_attributes(query)
            if isinstance(epc, str):
                assert decode_epc_path(epc) == parse_digital_link(path)
        assert (read.gtin, read.serial) == (parse_digital_link(path).gtin, parse_digital_link(path).serial)


def test_what_is_written_reads_back() -> None:
    for epc, scheme, serial in (
        (encode_sgtin96(GTIN, "0", company_prefix_length=11, filter=0), "SGTIN-96", "0"),
        (encode_sgtin96(GTIN, str(2**38 - 1), company_prefix_length=6, filter=7), "SGTIN-96", str(2**38 - 1)),
        (encode_sgtin198(GTIN, "%" * 20, company_prefix_length=12, filter=1), "SGTIN-198", "%" * 20),
        (encode_sgtin_plus(GTIN, "QX7AB2M9T4CK8R3D", filter=1), "SGTIN+", "QX7AB2M9T4CK8R3D"),
    ):
        read = decode_epc(epc)
        assert (read.scheme, read.gtin, read.serial, read.attributes) == (scheme, GTIN, serial, [])
        link = decode_epc_path("eh" + epc.hex())
        assert (link.gtin, link.cpv, link.lot, link.serial, link.tpx) == (GTIN, None, None, serial, None)
    assert len(encode_sgtin_plus(GTIN, "QX7AB2M9T4CK8R3D", filter=1)) == 22


@pytest.mark.parametrize(
    ("epc", "reason"),
    [
        ("", "EPC_SYNTAX"),
        ("eh3066C4409047E140075BCD15", "EPC_SYNTAX"),
        ("ex+", "EPC_SYNTAX"),
        ("\ud800", "EPC_SYNTAX"),
        ("eh", "EPC_LENGTH"),
        (b"", "EPC_LENGTH"),
        (bytes.fromhex("3066C4409047E140075BCD"), "EPC_LENGTH"),
        (bytes.fromhex("3066C4409047E140075BCD150001"), "EPC_LENGTH"),
        ("ex" + "_" * 100_000, "EPC_LENGTH"),
        ("eh311ba1b300ce0a6a83000000", "EPC_SCHEME"),
        ("eh301c4596f40c0e5cbe991a83", "EPC_VALUE"),
        ("ehf73795211411234548566cb0afc4", "GTIN_CHECK_DIGIT"),
    ],
)
def test_the_reason_of_a_bad_epc(epc: bytes | str, reason: str) -> None:
    with pytest.raises(IdentifierError) as caught:
        decode_epc(epc)
    assert caught.value.reason == reason
    if isinstance(epc, str):
        with pytest.raises(IdentifierError) as caught:
            decode_epc_path(epc)
        assert caught.value.reason == reason


@pytest.mark.parametrize("encode", [encode_sgtin96, encode_sgtin198])
def test_what_a_classic_epc_cannot_carry(encode: Callable[..., bytes]) -> None:
    for length, number in ((5, 1), (13, 1), (-1, 1), (2**70, 1), (7, 8), (7, 2**70)):
        with pytest.raises(ValueError, match=r"digits|filter"):
            encode(GTIN, "1", company_prefix_length=length, filter=number)
    with pytest.raises(IdentifierError) as caught:
        encode("09506000134353", "1", company_prefix_length=7, filter=1)
    assert caught.value.reason == "GTIN_CHECK_DIGIT"


@pytest.mark.parametrize("serial", ["A", "01", str(2**38)])
def test_serials_of_which_96_bits_have_no_number(serial: str) -> None:
    with pytest.raises(IdentifierError) as caught:
        encode_sgtin96(GTIN, serial, company_prefix_length=7, filter=1)
    assert caught.value.reason == "EPC_SERIAL"


def test_another_type_is_a_type_error() -> None:
    for epc in (None, 1, bytearray(12), ["eh"]):
        with pytest.raises(TypeError):
            decode_epc(epc)  # type: ignore[arg-type] # what is tested
