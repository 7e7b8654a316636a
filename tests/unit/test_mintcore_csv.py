"""Lines of CSV, EPCs and NDEF messages through the Python binding; the lines themselves are tested in `mintcore/tests/`."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mintcore import (
    CellError,
    CodeError,
    CodeKey,
    CsvForm,
    EpcForm,
    IdentifierError,
    decode_epc,
    ndef_messages,
    parse_digital_link,
)

KEY = CodeKey.from_master(bytes(32))
GTIN = "09506000134352"
CONTEXT = f"gtin:{GTIN}"
CODES = [KEY.encode(CONTEXT, 1, seq) for seq in range(3_000)]
BLOB = "".join(CODES).encode("ascii")
DIALECT: dict[str, Any] = {"delimiter": ",", "line_end": "\r\n", "quoting": "minimal", "statuses": []}
STATUSES = [(1, "minted"), (2, "active"), (3, "revoked")]
VECTORS = Path(__file__).resolve().parents[2].parent / "shared" / "vectors" / "epc_sgtin_vectors.json"


def form(*sources: str, **changes: Any) -> CsvForm:
    columns = [(source, source, "") for source in sources]
    return CsvForm(columns, **{**DIALECT, "statuses": STATUSES, **changes})


def rows(made: CsvForm, **changes: Any) -> list[bytes]:
    block = {"context": CONTEXT, "base_url": "https://id.example.com", "lots": [], "start": 0, "codes": BLOB}
    return made.rows(**{**block, **changes})


def test_every_source() -> None:
    sources = ["seq", "code", "url", "url_upper", "digital_link", "gtin", "lot", "status_at_export"]
    sources += ["epc_hex", "epc_bits", "epc_pc", "epc_filter", "epc_uri", "ndef_hex"]
    made = form(*sources, epc_scheme="SGTIN+", company_prefix_length=7, filter=1)
    lots = [(0, 1_000, "A/1"), (1_000, 5_000, "B")]
    chunks = rows(made, lots=lots, statuses=bytes([1, 2, 3] * 1_000))
    assert all(type(chunk) is bytes and 0 < len(chunk) <= 131_072 and chunk.endswith(b"\r\n") for chunk in chunks)
    assert rows(made, lots=lots, statuses=bytes([1, 2, 3] * 1_000), codes=CODES) == chunks
    text = (made.header() + b"".join(chunks)).decode()
    lines = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    epcs = EpcForm(GTIN, scheme="SGTIN+", company_prefix_length=7, filter=1)
    tags, uris = epcs.tags(BLOB), epcs.uris(CODES)
    for seq, (code, line) in enumerate(zip(CODES, lines, strict=True)):
        path = f"/01/{GTIN}/10/{'A%2F1' if seq < 1_000 else 'B'}/21/{code}"
        url = f"https://id.example.com{path}"
        (message,) = ndef_messages([url])
        assert line == {
            "seq": str(seq),
            "code": code,
            "url": url,
            "url_upper": url.upper(),
            "digital_link": path,
            "gtin": GTIN,
            "lot": "A/1" if seq < 1_000 else "B",
            "status_at_export": STATUSES[seq % 3][1],
            "epc_hex": tags[seq][0],
            "epc_bits": str(tags[seq][1]),
            "epc_pc": f"{tags[seq][2]:04X}",
            "epc_filter": "1",
            "epc_uri": uris[seq],
            "ndef_hex": message.hex().upper(),
        }
        read = decode_epc(bytes.fromhex(tags[seq][0]))
        assert (read.scheme, read.gtin, read.serial, read.filter) == ("SGTIN+", GTIN, code, 1)


def test_dialects() -> None:
    made = CsvForm(
        [("Site", "constant", 'A;"B"'), ("Code", "code", "")], delimiter=";", line_end="\n", quoting="all", statuses=[]
    )
    assert made.header() == b'"Site";"Code"\n'
    assert rows(made, codes=CODES[:1]) == [f'"A;""B""";"{CODES[0]}"\n'.encode()]
    assert rows(made, codes=b"") == []


@pytest.mark.parametrize(
    ("reason", "column", "call"),
    [
        ("FORMULA", "=a", lambda: CsvForm([("=a", "seq", "")], **DIALECT)),
        ("FORMULA", "n", lambda: CsvForm([("n", "constant", "@x")], **DIALECT)),
        ("CONTROL", "n", lambda: CsvForm([("n", "constant", "a\0b")], **DIALECT)),
        ("FORMULA", "status_at_export", lambda: form("status_at_export", statuses=[(1, "+1")])),
        ("FORMULA", "lot", lambda: rows(form("seq", "lot"), lots=[(0, 3_000, "=1")])),
        ("FORMULA", "code", lambda: rows(form("code"), codes=["-1"])),
        ("LOWER_CASE", "url_upper", lambda: rows(form("url_upper"), lots=[(0, 3_000, "a")])),
        ("NO_GTIN", "epc_pc", lambda: rows(form("epc_pc", epc_scheme="SGTIN+"), context="token")),
        (
            "EPC_SERIAL",
            "epc_hex",
            lambda: rows(form("epc_hex", epc_scheme="SGTIN-96", company_prefix_length=7)),
        ),
        ("STATUS", "status_at_export", lambda: rows(form("status_at_export"), statuses=bytes(3_000))),
    ],
)
def test_cells_that_are_refused(reason: str, column: str, call: Callable[[], object]) -> None:
    with pytest.raises(CellError, match="column") as caught:
        call()
    assert (caught.value.reason, caught.value.column) == (reason, column)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    "call",
    [
        lambda: CsvForm([], **DIALECT),
        lambda: form("Seq"),
        lambda: form("seq", delimiter=":"),
        lambda: form("seq", delimiter=",,"),
        lambda: form("seq", line_end="\r"),
        lambda: form("seq", quoting="none"),
        lambda: form("seq", statuses=[(256, "x")]),
        lambda: form("epc_hex"),
        lambda: form("epc_hex", epc_scheme="SGTIN-96"),
        lambda: form("epc_hex", epc_scheme="SGTIN-198"),
        lambda: form("epc_hex", epc_scheme="SGTIN+", filter=8),
        lambda: rows(form("seq"), start=2**20 - 1),
        lambda: rows(form("seq"), start=-1),
        lambda: rows(form("seq"), lots=[(0, 10, "A")]),
        lambda: rows(form("seq"), lots=[(0, 2**70, "A")]),
        lambda: rows(form("seq"), base_url="https://id.example.com/"),
        lambda: form("epc_uri", epc_scheme="SGTIN+"),
        lambda: form("activated_at"),
        lambda: rows(form("status_at_export"), statuses=b"\1"),
        lambda: rows(form("status_at_export")),
        lambda: EpcForm(GTIN, scheme="SGTIN-96", filter=1),
        lambda: EpcForm(GTIN, scheme="SGTIN+", filter=1, company_prefix_length=5),
        lambda: ndef_messages(["https://a", "a b"]),
    ],
)
def test_arguments_that_are_refused(call: Callable[[], object]) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - of any message, but no class of its own
        call()
    assert type(caught.value) is ValueError


def test_codes_and_serials_that_are_refused() -> None:
    for codes, reason in ((BLOB[:-1], "LENGTH"), (BLOB.lower(), "SYMBOL"), (b"0" * 16, "FIRST_SYMBOL")):
        with pytest.raises(CodeError) as of_code:
            rows(form("seq"), codes=codes)
        assert of_code.value.reason == reason
        with pytest.raises(CodeError):
            EpcForm(GTIN, scheme="SGTIN+", filter=1).tags(codes)
    for calls in (
        lambda: rows(form("seq"), codes=["a b"]),
        lambda: EpcForm(GTIN, scheme="SGTIN+", filter=1).uris(["\ud800"]),
    ):
        with pytest.raises(IdentifierError) as of_serial:
            calls()
        assert of_serial.value.reason == "SERIAL_CHARACTER"
    for wrong in ("TJQV3XE78M4S0307", None, 7, [b"TJQV3XE78M4S0307"]):
        with pytest.raises(TypeError):
            rows(form("seq"), codes=wrong)


@pytest.mark.skipif(not VECTORS.is_file(), reason="the vectors of EPCs are not beside the project")
def test_the_examples_of_the_standards_are_written_again() -> None:
    written = 0
    for case in json.loads(VECTORS.read_text("utf-8"))["cases"]:
        link = parse_digital_link(case["dl_path"].partition("?")[0])
        scheme = case["scheme"].partition(" ")[0]
        if scheme not in ("SGTIN+", "SGTIN-96"):
            continue
        assert link.gtin is not None
        assert link.serial is not None
        kind = decode_epc(bytes.fromhex(case["hex"])).filter
        # The prefix is 12 digits less than the partition, which stands behind header and filter.
        length = 12 - (int(case["hex"][:4], 16) >> 2 & 7) if scheme == "SGTIN-96" else None
        epcs = EpcForm(link.gtin, scheme=scheme, company_prefix_length=length, filter=kind)
        ((epc, bits, pc),) = epcs.tags([link.serial])
        assert epc == case["hex"].upper()
        assert (bits, pc >> 11, pc & 0x7FF) == (len(epc) * 4, len(epc) // 4, 0)
        written += 1
    assert written == 3
