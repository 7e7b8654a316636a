"""Product sheets at their bounds: encodings, sizes, and quotes that are not closed."""

from collections.abc import Iterable

import pytest

from hallmint_server.catalog.sheet import ROW_MOST, ROWS_MOST, SheetReader
from hallmint_server.catalog.sheet_row import CELL_MOST, CellProblem, SheetRow
from hallmint_server.errors import Reason

HEAD = "sku,name,group,attributes.a\n"


def read(chunks: Iterable[bytes]) -> tuple[list[SheetRow], list[CellProblem], SheetReader]:
    reader = SheetReader()
    found = [found for chunk in chunks for found in reader.feed(chunk)]
    found += reader.end()
    rows = [row for row in found if isinstance(row, SheetRow)]
    return rows, [problem for problem in found if isinstance(problem, CellProblem)], reader


def cut(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@pytest.mark.parametrize("size", [1, 1000])
def test_bytes_of_another_encoding(size: int) -> None:
    before = f"{HEAD}S,Größe,generic,\n"
    rows, (problem,), reader = read(cut(before.encode() + "T,Größe,generic,\n".encode("cp1252"), size))
    assert [row.product.sku for row in rows] == ["S"]
    assert (problem.row, problem.line, problem.column, problem.reason) == (3, 3, "", Reason.FIELD_INVALID)
    assert f"byte {len(before.encode()) + 4} of the sheet, from 0, is 0xF6" in problem.description
    assert "Windows-1252 or Latin-1, where this byte is ö" in problem.description
    assert reader.stopped


def test_a_byte_that_windows_1252_has_not_is_no_hint() -> None:
    _, (problem,), _ = read([HEAD.encode() + b"S,\x81,generic,\n"])
    assert "Windows" not in problem.description


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (HEAD.encode("utf-16") + b"S", "no character of UTF-16-LE"),
        (b"\xfe\xff" + HEAD.encode("utf-16-be") + b"\xdc\x00\x00S", "byte 58 of the sheet, from 0, is 0xDC"),
        (HEAD.encode() + b"S,\xc3", "byte 30 of the sheet, from 0, is 0xC3"),
        (HEAD.encode("utf-32"), "byte 2 of the sheet, from 0, is a NUL"),
        (b"\xef\xbb\xbf" + HEAD.encode() + b"S,\xc3\xa9\x00,\xff", "byte 35 of the sheet, from 0, is a NUL"),
    ],
)
def test_where_a_sheet_cannot_be_read(data: bytes, words: str) -> None:
    for size in (1, len(data)):
        rows, problems, reader = read(cut(data, size))
        assert (rows, len(problems), reader.stopped) == ([], 1, True)
        assert words in problems[0].description
        assert reader.feed(b"more") == reader.end() == []


def test_a_cell_that_is_too_long_does_not_keep_the_next_row_from_being_read() -> None:
    for cell, fits in (("x" * CELL_MOST, True), ("x" * (CELL_MOST + 1), False), ("é" * (CELL_MOST // 2 + 1), False)):
        rows, problems, reader = read([f"{HEAD}S,N,generic,{cell}\nT,N,generic,\n".encode()])
        assert [row.product.sku for row in rows] == (["S", "T"] if fits else ["T"])
        assert [(p.row, p.column, p.description) for p in problems] == (
            [] if fits else [(2, "attributes.a", "attributes.a is longer than 64 KiB")]
        )
        assert (reader.rows, reader.stopped) == (2, False)


@pytest.mark.parametrize("cell", ["x" * ROW_MOST, "x" * 140_000, '"' + "x\n" * 70_000 + '"', '"' + "x\n" * ROW_MOST])
@pytest.mark.parametrize("size", [997, 65_536, 10_000_000])
def test_a_row_that_is_too_long_ends_the_reading(cell: str, size: int) -> None:
    rows, (problem,), reader = read(cut(f"{HEAD}S,N,generic,\nT,N,generic,{cell}\nU,N,generic,\n".encode(), size))
    assert [row.product.sku for row in rows] == ["S"]
    assert (problem.row, problem.line, problem.column) == (3, 3, "")
    assert "longer than 256 KiB" in problem.description
    assert reader.stopped


def test_an_open_quote_is_not_waited_for() -> None:
    reader = SheetReader()
    found = reader.feed(f'{HEAD}S,N,generic,"'.encode())
    chunks = 0
    while not reader.stopped:
        found += reader.feed(b"T,N,generic,\n" * 1000)
        chunks += 1
    assert [type(each) for each in found] == [CellProblem]
    assert chunks * 13_000 < 2 * ROW_MOST + 13_000


def test_a_quote_that_is_never_closed_is_named_by_its_column() -> None:
    _, (problem,), _ = read([f'{HEAD}\nS,"N,generic,\nT,N,generic,\n'.encode()])
    assert (problem.row, problem.line, problem.column) == (3, 3, "name")
    assert problem.description == "a quoted cell is not closed before the sheet ends"
    _, (problem,), _ = read([b'sku,"name'])
    assert (problem.row, problem.column) == (1, "")


def test_behind_a_quote_out_of_place_nothing_can_be_known() -> None:
    rows, (problem,), reader = read([f'{HEAD}S,N,generic,\nT,"a"b,generic,\nU,N,generic,\n'.encode()])
    assert [row.product.sku for row in rows] == ["S"]
    assert (problem.row, problem.column) == (3, "")
    assert "written twice" in problem.description
    assert reader.stopped


def test_a_hundred_thousand_products_and_one() -> None:
    def sheet(count: int) -> Iterable[bytes]:
        yield HEAD.encode()
        for first in range(0, count, 1000):
            yield "".join(f"S{n},N,generic,{n}\n" for n in range(first, min(first + 1000, count))).encode()
        yield b"\n,,,\n"

    rows, problems, reader = read(sheet(ROWS_MOST))
    assert (len(rows), problems, reader.rows, reader.stopped) == (ROWS_MOST, [], ROWS_MOST, False)
    rows, (problem,), reader = read(sheet(ROWS_MOST + 1))
    assert (len(rows), problem.row, reader.rows, reader.stopped) == (ROWS_MOST, ROWS_MOST + 2, ROWS_MOST, True)
    assert problem.description == "the sheet has more than 100,000 products"


def test_rows_are_given_back_while_the_sheet_comes() -> None:
    reader = SheetReader()
    assert reader.feed(HEAD.encode() + b"S,N,gen") == []
    (row,) = reader.feed(b"eric,1\nT,")
    assert isinstance(row, SheetRow)
    assert (row.product.sku, reader.rows) == ("S", 1)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_one_cut_at_any_byte_changes_nothing(encoding: str, end: str) -> None:
    text = f'{HEAD}S,Größe,generic,"a""b\n😀"\n\nT,N,wood,\nU,N,generic,"x"\n'.replace("\n", end)
    data = text.encode(encoding)
    whole = read([data])[:2]
    assert ([row.row for row in whole[0]], [problem.row for problem in whole[1]]) == ([2, 5], [4])
    for at in range(len(data)):
        assert read([data[:at], data[at:]])[:2] == whole
