"""What packs hold, for any text: a QR image says it, a line of CSV reads back, a tag gives its serial back."""

import csv
import io
import string
from collections.abc import Sequence

import pytest
import zxingcpp
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from hallmint_server.exporting.profile.text import cell_problem
from mintcore import (
    CellError,
    CsvForm,
    EpcForm,
    build_digital_link,
    decode_epc,
    ndef_messages,
    qr_pngs,
)

SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
GTIN = "09506000134352"
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
VISIBLE = string.ascii_letters + string.digits + string.punctuation


def text(most: int) -> st.SearchStrategy[str]:
    return st.text(SET_82, min_size=1, max_size=most).filter(lambda value: value not in (".", ".."))


def is_bad(cell: str) -> bool:
    return bool(cell_problem(cell))


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    st.text(VISIBLE, min_size=1, max_size=300)
    | st.lists(st.text("0123456789", max_size=12) | st.text("ABC/:", max_size=8) | st.text("abc", max_size=6))
    .map("".join)
    .filter(bool),
    st.sampled_from("LMQH"),
    st.integers(1, 5),
)
def test_a_symbol_says_its_text(said: str, level: str, module_px: int) -> None:
    (png,) = qr_pngs([said], level=level, quiet_zone=4, module_px=module_px)
    image = Image.open(io.BytesIO(png)).convert("L")
    (found,) = zxingcpp.read_barcodes(image, is_pure=True)
    assert found.bytes == said.encode("ascii")


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    st.lists(text(20), min_size=1, max_size=6),
    st.none() | text(20),
    st.text(max_size=20),
    st.tuples(st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["minimal", "all"])),
)
@example(["A"], "=1", "x", (",", "\n", "all"))
@example(["A"], None, "\uff0b1", (",", "\n", "all"))
def test_a_line_reads_back_or_is_refused(
    serials: Sequence[str], lot: str | None, constant: str, dialect: tuple[str, str, str]
) -> None:
    columns = [("c", "constant", constant), ("s", "seq", ""), ("u", "url", ""), ("l", "lot", ""), ("x", "code", "")]
    lots = [] if lot is None else [(0, len(serials), lot)]
    delimiter, line_end, quoting = dialect

    def write() -> str:
        form = CsvForm(columns, delimiter=delimiter, line_end=line_end, quoting=quoting, statuses=[])
        context, base_url = f"gtin:{GTIN}", "https://id.example.com"
        chunks = form.rows(context=context, base_url=base_url, lots=lots, start=0, codes=serials)
        return (form.header() + b"".join(chunks)).decode()

    bad = {name for name, cell in (("c", constant), ("l", lot or "")) if is_bad(cell)}
    bad |= {"x" for serial in serials if is_bad(serial)}
    if bad:
        with pytest.raises(CellError) as caught:
            write()
        assert caught.value.column in bad
        return
    header, *lines = csv.reader(io.StringIO(write(), newline=""), delimiter=delimiter, strict=True)
    assert header == ["c", "s", "u", "l", "x"]
    expected = [
        [
            constant,
            str(seq),
            "https://id.example.com" + build_digital_link(GTIN, lot=lot, serial=serial),
            lot or "",
            serial,
        ]
        for seq, serial in enumerate(serials)
    ]
    assert lines == expected
    assert not any(cell.startswith((*FORMULA, "\t", "\r")) for line in lines for cell in line)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.lists(text(20), min_size=1, max_size=5), st.lists(st.integers(0, 2**38 - 1), max_size=5), st.integers(0, 7))
def test_tags_give_their_serials_back(serials: Sequence[str], numbers: Sequence[int], kind: int) -> None:
    plus = EpcForm(GTIN, scheme="SGTIN+", filter=kind)
    short = EpcForm(GTIN, scheme="SGTIN-96", company_prefix_length=7, filter=kind)
    texts = [str(number) for number in numbers]
    tags = [*zip(serials, plus.tags(serials), strict=True), *zip(texts, short.tags(texts), strict=True)]
    for serial, (epc, bits, pc) in tags:
        read = decode_epc(bytes.fromhex(epc))
        assert (read.gtin, read.serial, read.filter) == (GTIN, serial, kind)
        assert (bits % 16, pc >> 11, bits) == (0, len(epc) // 4, len(epc) * 4)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    st.sampled_from(["", "https://", "https://www.", "http://", "HTTPS://"]), st.text(VISIBLE, min_size=1, max_size=300)
)
def test_a_message_holds_its_uri(start: str, rest: str) -> None:
    uri = start + rest
    (message,) = ndef_messages([uri])
    is_short = message[0] == 0xD1
    length = message[2] if is_short else int.from_bytes(message[2:6], "big")
    payload = message[4 if is_short else 7 :]
    assert (len(payload), is_short) == (length, length < 256)
    prefix = ["", "http://www.", "https://www.", "http://", "https://"][payload[0]]
    assert prefix + payload[1:].decode("ascii") == uri
