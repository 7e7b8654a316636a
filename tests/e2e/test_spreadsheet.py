"""What a spreadsheet makes of packs: LibreOffice opens each built-in profile of columns, and says what is in every cell."""

import csv
import io
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as Xml

import pytest

from hallmint_server.exporting.profile.builtin import BUILT_IN
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.field import UnitField
from hallmint_server.exporting.profile.model import CarrierProfile, CsvSettings, Format, XlsxSettings
from hallmint_server.exporting.profile.render import rows
from hallmint_server.exporting.table import xlsx
from tests.support.carrier import GTIN, batch, lots, profile, units

LIBREOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(
    LIBREOFFICE is None, reason="needs soffice on the PATH (Debian: apt-get install libreoffice-calc-nogui)"
)

LOTS = ("007", "1E5", "TRUE", "1-2", "3/4", "2027-02-18", "0", "1.50", "_x0041_", "a=1")
"""What a spreadsheet would like to make a number, a date or a truth value of."""
FACTS = batch(lots=lots(*LOTS), sku="0042", product_name="1,5 kWh „Größe L“")
CSV = {
    f"{key}.{number}": built.profile for (key, number), built in BUILT_IN.items() if built.profile.format is Format.CSV
}
READ = "CSV:44,34,76,1,,0,false,true,true,false,false,0,true"
"""Commas, double quotes, UTF-8; quoted cells are no text for that, numbers and dates are found out, and formulas are formulas."""
TEXTS = frozenset(UnitField) - {"seq", "gtin", "lot", "sku", "epc_bits", "epc_pc", "epc_filter"}
"""What stays text without being told: it has letters or marks that no number or date has."""

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


class Cell(NamedTuple):
    """What a spreadsheet takes a cell for, and what it shows."""

    kind: str
    text: str


def cells_of(file: Path) -> list[list[Cell]]:
    """The cells of a flat OpenDocument sheet, without empty ones at the ends. No cell is a formula or a link."""
    root = Xml.parse(file).getroot()  # noqa: S314 - made by LibreOffice just now
    (table,) = root.iter(f"{_TABLE}table")
    found = []
    for row in table.iter(f"{_TABLE}table-row"):
        cells: list[Cell] = []
        for cell in row.iter(f"{_TABLE}table-cell"):
            assert f"{_TABLE}formula" not in cell.attrib
            assert next(cell.iter(f"{_TEXT}a"), None) is None
            text = "\n".join("".join(part.itertext()) for part in cell.iter(f"{_TEXT}p"))
            kind = cell.get(f"{_OFFICE}value-type", "")
            cells += [Cell(kind, text)] * int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        while cells and not cells[-1].kind:
            cells.pop()
        found += [cells] * min(int(row.get(f"{_TABLE}number-rows-repeated", "1")), 1_000)
    while found and not found[-1]:
        found.pop()
    return found


def opened(folder: Path, files: Mapping[str, bytes], *options: str) -> dict[str, Path]:
    """The files as LibreOffice saves them."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    command = [str(LIBREOFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", *options]
    command += ["--convert-to", "fods", "--outdir", str(folder / "out"), *(str(folder / name) for name in files)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return {name: (folder / "out" / name).with_suffix(".fods") for name in files}


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[Cell]]]:
    """Each built-in profile of CSV, opened."""
    files = {f"{name}.csv": packed(asked, FACTS) for name, asked in CSV.items()}
    assert len(files) >= 8
    return {
        name: cells_of(file)
        for name, file in opened(tmp_path_factory.mktemp("csv"), files, f"--infilter={READ}").items()
    }


def packed(asked: CarrierProfile, facts: BatchFacts) -> bytes:
    write = xlsx.write if asked.format is Format.XLSX else rows
    return b"".join(write(facts, units(facts, len(LOTS) * 2), asked))


def said(asked: CarrierProfile) -> list[list[str]]:
    """The rows of a profile, header first, told apart from what a spreadsheet does to them."""
    plain = packed(replace(asked, settings=CsvSettings()), FACTS).decode()
    return list(csv.reader(io.StringIO(plain, newline="")))


def test_a_formula_would_be_seen(tmp_path: Path) -> None:
    """The proof proves something: such cells are what this test looks for."""
    (file,) = opened(tmp_path, {"bad.csv": b'"=1+2",007,1E5,TRUE,2027-02-18\n'}, f"--infilter={READ}").values()
    assert "formula=" in file.read_text()
    with pytest.raises(AssertionError):
        cells_of(file)
    (file,) = opened(tmp_path, {"numbers.csv": b'"007",1E5,2027-02-18,A007\n'}, f"--infilter={READ}").values()
    assert [cell.kind for cell in cells_of(file)[0]] == ["float", "float", "date", "string"]


@pytest.mark.parametrize("name", CSV)
def test_codes_in_a_csv_stay_text(sheets: Mapping[str, Sequence[Sequence[Cell]]], name: str) -> None:
    """Codes, URLs, EPCs and NDEF messages stay what they are. A GTIN keeps its digits and loses its zeros, which is what the
    workbook is for.
    """
    asked, (header, *found) = CSV[name], sheets[f"{name}.csv"]
    assert [cell.text for cell in header] == [column.header for column in asked.columns]
    expected = said(asked)[1:]
    assert len(found) == len(expected) == len(LOTS) * 2
    for at, column in enumerate(asked.columns):
        read, values = [row[at] for row in found], [row[at] for row in expected]
        if column.field in TEXTS:
            assert read == [Cell("string", value) for value in values]
        if column.field == "gtin":
            assert read == [Cell("float", GTIN.lstrip("0"))] * len(values)


def test_a_workbook_is_text_in_every_cell(tmp_path: Path) -> None:
    built = BUILT_IN["full-manifest-xlsx", 1].profile
    every = [field for field in UnitField if field != UnitField.URL_UPPER]
    whole = profile(*every, settings=XlsxSettings(), epc=BUILT_IN["rfid", 1].profile.epc)
    files = {"manifest.xlsx": packed(built, FACTS), "every.xlsx": packed(whole, FACTS)}
    for asked, file in zip((built, whole), opened(tmp_path, files).values(), strict=True):
        found, expected = cells_of(file), said(asked)
        assert len(found) == len(expected)
        for read, values in zip(found, expected, strict=True):
            assert [*read, *[Cell("", "")] * (len(values) - len(read))] == [
                Cell("string" if value else "", value) for value in values
            ]
