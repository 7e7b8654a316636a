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

from hallmint_server.exporting.profile.cell import Units, column_of, utc_text
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.field import UnitField
from hallmint_server.exporting.profile.fit import obstacles
from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    CsvSettings,
    Delimiter,
    Encoding,
    EpcSettings,
    NdjsonSettings,
    Quoting,
)
from hallmint_server.exporting.profile.text import CellRefusedError
from mintcore import parse_link
from tests.support.carrier import GTIN, Unit, batch, profile, written
from tests.support.carrier_strategy import CHARACTERS, CSV, EPC, MOMENT, NAME, SHUFFLED, asked_for, batches

FORMULA = re.compile(r"[=+\-@\t\r\n]")


def expected(asked: CarrierProfile, facts: BatchFacts, units: list[Unit]) -> list[list[Any]]:
    """The values, told apart from how they are written."""
    return [
        [
            column_of(UnitField(column.field), Units(facts, [unit], asked.epc))[0]
            if column.constant is None
            else column.constant
            for column in asked.columns
        ]
        for unit in units
    ]


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
