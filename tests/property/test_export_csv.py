"""Any batch to CSV or NDJSON and back is equal; codes stay text, and no cell begins like a formula."""

import csv
import io
import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from hallmint_server.exporting.profile.cell import UnitValues, utc_text, value_of
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.field import EPC_FIELDS, UnitField
from hallmint_server.exporting.profile.fit import obstacles
from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    Column,
    CsvSettings,
    Delimiter,
    Encoding,
    EpcScheme,
    EpcSettings,
    LineEnd,
    NdjsonSettings,
    Quoting,
)
from hallmint_server.exporting.profile.text import CellRefusedError
from hallmint_server.minting.model import Lot, TokenStatus
from mintcore import CodeKey, parse_link
from tests.support.carrier import GTIN, Unit, batch, profile, written

SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
FORMULA = re.compile(r"[=+\-@\t\r\n]")
LOT = st.text(st.sampled_from(SET_82), min_size=1, max_size=20).filter(
    lambda lot: lot not in (".", "..") and not FORMULA.match(lot)
)
# What a name can be, and more: quotes, line ends, delimiters, any script.
CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\"\r\n\t,;|' ")
NAME = st.text(CHARACTERS, max_size=30).map(lambda text: "N" + text)
WESTERN = st.text(st.sampled_from([bytes([n]).decode("cp1252", "ignore") or "x" for n in range(32, 256)]), max_size=30)
MOMENT = st.datetimes(datetime(1000, 1, 2), datetime(9999, 12, 30), timezones=st.timezones(), allow_imaginary=False)  # noqa: DTZ001 - hypothesis adds the zone
CSV = st.builds(
    CsvSettings,
    header=st.booleans(),
    delimiter=st.sampled_from(Delimiter),
    line_end=st.sampled_from(LineEnd),
    quoting=st.sampled_from([Quoting.MINIMAL, Quoting.ALL]),
    encoding=st.sampled_from(Encoding),
)
SHUFFLED = st.permutations(list(UnitField)).flatmap(lambda f: st.integers(1, len(f)).map(lambda n: f[:n]))
EPC = st.builds(
    EpcSettings, scheme=st.sampled_from([EpcScheme.SGTIN_PLUS, EpcScheme.SGTIN_96_OR_PLUS]), filter=st.integers(0, 7)
)


@st.composite
def batches(draw: st.DrawFn, *, western: bool = False) -> tuple[BatchFacts, list[Unit]]:
    names = (WESTERN if western else NAME).map(lambda text: "N" + text)
    sizes = draw(st.lists(st.integers(1, 4), max_size=3))
    codes = draw(st.lists(LOT, min_size=len(sizes), max_size=len(sizes), unique=True))
    lots, first = [], 0
    for code, size in zip(codes, sizes, strict=True):
        lots.append(Lot(lot_code=code, first_seq=first, quantity=size))
        first += size
    facts = batch(
        sku=draw(names),
        product_name=draw(names),
        lots=tuple(lots),
        batch_no=draw(st.integers(1, 2**31 - 1)),
        company_prefix_length=draw(st.integers(6, 12)),
    )
    key = CodeKey.from_derived(draw(st.binary(min_size=32, max_size=32)))
    units = [
        Unit(
            seq=seq,
            code=key.encode(facts.context, facts.batch_no, seq),
            status=draw(st.sampled_from(TokenStatus)),
            activated_at=draw(st.none() | MOMENT),
        )
        for seq in range(first or draw(st.integers(0, 3)))
    ]
    return facts, units


def expected(asked: CarrierProfile, facts: BatchFacts, units: list[Unit]) -> list[list[Any]]:
    """The values, told apart from how they are written."""
    return [
        [
            value_of(UnitField(column.field), UnitValues(facts, unit, asked.epc))
            if column.constant is None
            else column.constant
            for column in asked.columns
        ]
        for unit in units
    ]


def asked_for(fields: list[UnitField], constant: str | None, how: Any, epc: EpcSettings) -> CarrierProfile:
    made = profile(*fields, settings=how, epc=None if EPC_FIELDS.isdisjoint(fields) else epc)
    last = () if constant is None else (Column(header="Constant", constant=constant),)
    return CarrierProfile(
        name=made.name, kind=made.kind, columns=(*made.columns, *last), settings=how, file_name=made.file_name,
        epc=made.epc,
    )  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=400)
@given(data=st.data(), how=CSV, fields=SHUFFLED, constant=st.none() | st.just("") | NAME, epc=EPC)
def test_csv_comes_back(
    data: st.DataObject, how: CsvSettings, fields: list[UnitField], constant: str | None, epc: EpcSettings
) -> None:
    western = how.encoding is Encoding.WINDOWS_1252
    facts, units = data.draw(batches(western=western))
    asked = asked_for(fields, None if western else constant, how, epc)
    assume(obstacles(asked, facts, packs=1) == [])
    written_bytes = written(asked, facts, units)
    assert written_bytes == written(asked, facts, units)

    assert written_bytes.startswith(b"\xef\xbb\xbf") is (how.encoding is Encoding.UTF_8_BOM)
    text = written_bytes.decode({"utf-8-bom": "utf-8-sig"}.get(how.encoding, how.encoding.codec))
    assert not text or text.endswith(how.line_end)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=how.delimiter, strict=True))
    if how.header:
        assert rows.pop(0) == [column.header for column in asked.columns]
    assert rows == [["" if value is None else str(value) for value in row] for row in expected(asked, facts, units)]
    assert not any(FORMULA.match(cell) for row in rows for cell in row)
    if UnitField.CODE in fields:
        place = fields.index(UnitField.CODE)
        assert all(row[place][0].isalpha() for row in rows)
    if how.quoting is Quoting.ALL and rows:
        assert text.startswith('"')


@settings(derandomize=True, deadline=None, max_examples=300)
@given(of=batches(), fields=SHUFFLED, epc=EPC, delimiter=st.sampled_from(Delimiter))
def test_without_quotes_a_row_is_its_cells_and_delimiters(
    of: tuple[BatchFacts, list[Unit]], fields: list[UnitField], epc: EpcSettings, delimiter: Delimiter
) -> None:
    """And a batch that cannot be written so is refused before."""
    facts, units = of
    how = CsvSettings(header=False, delimiter=delimiter, quoting=Quoting.NEVER)
    asked = asked_for(fields, None, how, epc)
    if not obstacles(asked, facts, packs=1):
        *lines, last = written(asked, facts, units).decode().split("\n")
        assert last == ""
        assert [line.split(delimiter) for line in lines] == [
            ["" if v is None else str(v) for v in row] for row in expected(asked, facts, units)
        ]
    elif units and len(fields) > 1:
        with pytest.raises(CellRefusedError):
            written(asked, facts, units)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(of=batches(), fields=SHUFFLED, epc=EPC)
def test_ndjson_comes_back(of: tuple[BatchFacts, list[Unit]], fields: list[UnitField], epc: EpcSettings) -> None:
    facts, units = of
    asked = asked_for(fields, None, NdjsonSettings(), epc)
    assume(obstacles(asked, facts, packs=1) == [])
    lines = written(asked, facts, units).split(b"\n")
    assert lines.pop() == b""
    assert [list(json.loads(line).values()) for line in lines] == expected(asked, facts, units)
    assert all(list(json.loads(line)) == [column.header for column in asked.columns] for line in lines)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(of=batches())
def test_each_url_leads_to_its_unit(of: tuple[BatchFacts, list[Unit]]) -> None:
    """Whatever is in a lot: the URL names its unit; the one in upper case too, where the lot has no lower case."""
    facts, units = of
    fields = ["url", "lot", "code"]
    if obstacles(profile("url_upper"), facts, packs=1) == []:
        fields.append("url_upper")
    elif units:
        with pytest.raises(CellRefusedError, match="lower-case"):
            written(profile("url_upper"), facts, units)
    for url, lot, code, *upper in expected(profile(*fields), facts, units):
        assert all(text == text.upper() for text in upper)
        for text in (url, *upper):
            read = parse_link(text)
            assert (read.gtin, read.lot, read.serial) == (GTIN, lot, code)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    text=st.text(CHARACTERS | st.sampled_from("=+-@\uff1d\uff0b\uff0d\uff20\x00\x1b\ufeff\u200b"), max_size=12), how=CSV
)
@example(text="\u00a0=1", how=CsvSettings())
@example(text="a", how=CsvSettings(encoding=Encoding.WINDOWS_1252))
def test_what_is_refused_is_told_before(text: str, how: CsvSettings) -> None:
    """A batch without obstacles is written; one with any is not."""
    facts = batch(product_name=text)
    asked = profile("url", "product_name", settings=how)
    told = obstacles(asked, facts, packs=1)
    if told:
        with pytest.raises(CellRefusedError, match="column H product_name, seq 0: the value "):
            written(asked, facts)
        return
    data = written(asked, facts)
    rows = list(csv.reader(io.StringIO(data.decode(how.encoding.codec), newline=""), delimiter=how.delimiter))
    assert all(row[1] == text for row in rows[how.header :])
    assert not FORMULA.match(text.lstrip())


@settings(derandomize=True, deadline=None)
@given(moment=MOMENT)
def test_moments_are_utc(moment: datetime) -> None:
    text = utc_text(moment)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", text)
    assert datetime.fromisoformat(text) == moment.astimezone(UTC)
