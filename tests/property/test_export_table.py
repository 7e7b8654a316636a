"""Any batch to Parquet or a workbook and back is equal, as independent readers see it."""

import io
import json
from typing import Any, Literal

import openpyxl
import pyarrow.parquet
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from hallmint_server.exporting.profile.cell import columns
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.field import NUMBERS, UnitField
from hallmint_server.exporting.profile.fit import obstacles
from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    EpcSettings,
    NdjsonSettings,
    ParquetSettings,
    XlsxSettings,
)
from hallmint_server.exporting.profile.text import CellRefusedError
from hallmint_server.exporting.table import parquet, xlsx
from hallmint_server.minting.model import Lot
from tests.support.carrier import Unit, batch, lots, profile, units, written
from tests.support.carrier_strategy import EPC, SHUFFLED, asked_for, batches

# What spreadsheets and XML make something else of.
ODD = [
    "007",
    "1E5",
    "TRUE",
    "1-2",
    "3/4",
    "  two  ",
    "_x0041_",
    "<a>&",
    "https://a.example/",
    "2027-02-18",
    "'1",
    "1,5",
    "",
]
TEXT = st.sampled_from(ODD) | st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=20)
WRITERS = {ParquetSettings: parquet.write, XlsxSettings: xlsx.write}


def made(asked: CarrierProfile, facts: BatchFacts, rows: list[Unit]) -> bytes:
    return b"".join(WRITERS[type(asked.settings)](facts, rows, asked))


def sheet(data: bytes) -> Any:
    book = openpyxl.load_workbook(io.BytesIO(data), rich_text=False)
    (found,) = book.worksheets
    return found


@settings(derandomize=True, deadline=None, max_examples=150)
@given(of=batches(), fields=SHUFFLED, epc=EPC, constant=st.none() | TEXT, compression=st.sampled_from(["none", "zstd"]))
def test_parquet_comes_back(
    of: tuple[BatchFacts, list[Unit]],
    fields: list[UnitField],
    epc: EpcSettings,
    constant: str | None,
    compression: Literal["none", "zstd"],
) -> None:
    facts, rows = of
    asked = asked_for(fields, constant, ParquetSettings(compression=compression), epc)
    assume(obstacles(asked, facts, packs=1) == [])
    file = pyarrow.parquet.ParquetFile(io.BytesIO(made(asked, facts, rows)))
    table = file.read()
    table.validate(full=True)
    assert table.num_rows == len(rows)
    assert table.column_names == [column.header for column in asked.columns]
    for column, values, field in zip(asked.columns, columns(facts, rows, asked), table.schema, strict=True):
        assert str(field.type) == ("int64" if column.field in NUMBERS else "string")
        assert (field.metadata or {}).get(b"hallmint.field", b"").decode() == column.field
        assert table[column.header].to_pylist() == list(values)
    if rows:
        used = {file.metadata.row_group(0).column(at).compression for at in range(len(asked.columns))}
        assert used == {"UNCOMPRESSED" if compression == "none" else "ZSTD"}


@settings(derandomize=True, deadline=None, max_examples=100)
@given(of=batches(), fields=SHUFFLED, epc=EPC, texts=st.tuples(TEXT, TEXT, st.none() | TEXT), header=st.booleans())
@example(
    of=(batch(), units(batch())),
    fields=list(UnitField)[:9],
    epc=EpcSettings(),
    texts=("007", "_x0041_", ""),
    header=True,
)
def test_a_workbook_comes_back_as_text(
    of: tuple[BatchFacts, list[Unit]],
    fields: list[UnitField],
    epc: EpcSettings,
    texts: tuple[str, str, str | None],
    header: bool,
) -> None:
    facts, rows = of
    facts = batch(**{name: getattr(facts, name) for name in ("lots", "batch_no")}, sku=texts[0], product_name=texts[1])
    rows = units(facts, len(rows))
    asked = asked_for(fields, texts[2], XlsxSettings(header=header, sheet="Units"), epc)
    assume(obstacles(asked, facts, packs=1) == [])
    found = sheet(made(asked, facts, rows))
    expected = [[None if value is None else str(value) for value in values] for values in columns(facts, rows, asked)]
    for at, values in enumerate(expected, 1):
        cells = [found.cell(row, at) for row in range(1 + header, len(rows) + 1 + header)]
        # The reader leaves ISO/IEC 29500-1, 22.4.2.4 alone, by which _x0041_ is an A.
        read = [cell.value and cell.value.replace("_x005F_", "_") for cell in cells]
        assert read == values
        assert all((cell.data_type, cell.number_format) == ("s", "@") for cell in cells if cell.value is not None)
        assert not any(cell.hyperlink for cell in cells)
    if header:
        assert [cell.value for cell in found[1]] == [column.header for column in asked.columns]
        assert all(cell.font.bold and cell.number_format == "@" for cell in found[1])
    assert found.freeze_panes == ("A2" if header else None)


@pytest.mark.parametrize("how", [ParquetSettings(), ParquetSettings(compression="none"), XlsxSettings()])
def test_the_same_bytes_for_the_same_units(
    how: ParquetSettings | XlsxSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, facts = profile("seq", "code", "url", "lot", settings=how), batch(lots=lots("A", "B", quantity=500))
    rows = units(facts, 1_000)
    first = made(asked, facts, rows)
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: pytest.fail("a pack does not depend on the time of day"))
    assert made(asked, facts, rows) == first
    assert made(asked, batch(lots=lots("A", "C", quantity=500)), rows) != first


def test_what_a_workbook_says_of_itself() -> None:
    facts = batch()
    data = made(profile("code", settings=XlsxSettings(sheet="Größe L")), facts, units(facts))
    found = sheet(data)
    assert found.title == "Größe L"
    assert found.parent.properties.created == facts.created_utc.replace(tzinfo=None)
    assert found.column_dimensions["A"].width == pytest.approx(18, abs=1)


@pytest.mark.parametrize("how", [ParquetSettings(), XlsxSettings()])
def test_a_cell_that_may_not_be_is_refused(how: ParquetSettings | XlsxSettings) -> None:
    facts = batch(lots=(Lot(lot_code="A", first_seq=0, quantity=2), Lot(lot_code="=B", first_seq=2, quantity=2)))
    with pytest.raises(CellRefusedError, match="column H lot, seq 2: the value begins"):
        made(profile("code", "lot", settings=how), facts, units(facts))


def test_one_table_in_three_formats() -> None:
    facts = batch()
    fields = ["seq", "code", "url", "gtin", "lot", "activated_at"]
    lines = written(profile(*fields, settings=NdjsonSettings()), facts).decode().splitlines()
    read = pyarrow.parquet.read_table(
        io.BytesIO(made(profile(*fields, settings=ParquetSettings()), facts, units(facts)))
    )
    assert [json.loads(line) for line in lines] == read.to_pylist()
