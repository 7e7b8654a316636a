"""Product sheets: what is read, what is refused, and where it is said to stand."""

import json

import pytest

from hallmint_server.catalog.model import CommercialStatus, NewProduct, ProductGroup
from hallmint_server.catalog.sheet import SheetReader
from hallmint_server.catalog.sheet_row import CellProblem, SheetRow
from hallmint_server.errors import Reason

HEAD = "sku,name,group\n"
INVALID, REQUIRED = Reason.FIELD_INVALID, Reason.FIELD_REQUIRED


def read(sheet: str | bytes) -> list[SheetRow | CellProblem]:
    reader = SheetReader()
    return reader.feed(sheet.encode() if isinstance(sheet, str) else sheet) + reader.end()


def problems(sheet: str | bytes) -> list[CellProblem]:
    return [found for found in read(sheet) if isinstance(found, CellProblem)]


def places(sheet: str | bytes) -> list[tuple[int, str, Reason]]:
    return [(problem.row, problem.column, problem.reason) for problem in problems(sheet)]


def product(sheet: str | bytes) -> NewProduct:
    (row,) = read(sheet)
    assert isinstance(row, SheetRow), row
    return row.product


def attributes(columns: str, cells: str) -> dict[str, object]:
    return product(f"sku;name;group;{columns}\nS;N;generic;{cells}\n").attributes


def refused_attribute(cell: str, column: str = "attributes.a") -> str:
    quoted = '"' + cell.replace('"', '""') + '"'
    (problem,) = problems(f"sku;name;group;{column}\nS;N;generic;{quoted}\n")
    assert (problem.row, problem.line, problem.column, problem.reason) == (2, 2, column, INVALID)
    return problem.description


def test_a_full_row() -> None:
    sheet = (
        "sku,name,group,gtin,gtin_company_prefix_length,commercial_status,attributes,attributes.mass.kg\n"
        'S-1,"Cell, big",BATTERY,12345670, 7 ,Active,"{""mass"": {""tare"": 1}}",-2.5\n'
    )
    assert read(sheet) == [
        SheetRow(
            row=2,
            line=2,
            product=NewProduct(
                sku="S-1",
                gtin="00000012345670",
                name="Cell, big",
                group=ProductGroup.BATTERY,
                commercial_status=CommercialStatus.ACTIVE,
                attributes={"mass": {"tare": 1, "kg": -2.5}},
                company_prefix_length=7,
            ),
            notes=("gtin 12345670 was padded to 00000012345670",),
        )
    ]


def test_what_is_optional_may_be_empty() -> None:
    head = "name,commercial_status,gtin,sku,group,gtin_company_prefix_length,attributes,attributes.x\n"
    found = product(head + "N,,,S,generic,,,\n")
    assert (found.gtin, found.commercial_status, found.attributes) == ("", CommercialStatus.DRAFT, {})
    assert found.company_prefix_length is None


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_forms(delimiter: str, encoding: str, end: str) -> None:
    rows = [["sku", "name", "group"], ["S", '"Größe 5"""', "textile"], ["T", f'"a{end}b"', "generic"]]
    text = end.join(delimiter.join(row) for row in rows)
    found = read(text.encode(encoding))
    assert [type(row) for row in found] == [SheetRow, CellProblem]
    assert isinstance(found[0], SheetRow)
    assert found[0].product.name == 'Größe 5"'
    assert "U+000" in problems(text.encode(encoding))[0].description


def test_big_endian_utf_16_needs_its_mark() -> None:
    text = HEAD + "S,ñ,generic\n"
    assert product(b"\xfe\xff" + text.encode("utf-16-be")).name == "ñ"
    assert "byte 0 of the sheet" in problems(text.encode("utf-16-be"))[0].description
    assert "NUL" in problems(text.encode("utf-16-le"))[0].description


def test_the_delimiter_is_looked_for_outside_quotes() -> None:
    assert product('sku;name;group;"attributes.a,b,c,d"\nS;N;generic;x\n').attributes == {"a,b,c,d": "x"}


def test_blank_rows_count_and_lines_are_those_of_the_file() -> None:
    sheet = '\n\nsku,name,group,attributes.a\n\n,,,\nS,N,generic,"one\ntwo"\n\nT,N,wood,\n'
    row, problem = read(sheet)
    assert isinstance(row, SheetRow)
    assert (row.row, row.line, row.product.attributes) == (6, 6, {"a": "one\ntwo"})
    assert isinstance(problem, CellProblem)
    assert (problem.row, problem.line, problem.column) == (8, 9, "group")
    assert problem.description == "group must be one of battery, textile, electronics, furniture, generic"


def test_all_problems_of_a_row_come_together_and_the_next_is_read() -> None:
    sheet = "sku,name,group,gtin,gtin_company_prefix_length,commercial_status\n,=1+1,wood,4012345000001,3,sold\nS,N,generic,,,\n"
    assert places(sheet) == [
        (2, "sku", REQUIRED),
        (2, "name", INVALID),
        (2, "gtin", Reason.GTIN_INVALID),
        (2, "group", INVALID),
        (2, "commercial_status", INVALID),
        (2, "gtin_company_prefix_length", INVALID),
    ]
    assert isinstance(read(sheet)[-1], SheetRow)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("sku,name", [(1, "group", REQUIRED)]),
        ("x", [(1, "x", INVALID), (1, "sku", REQUIRED), (1, "name", REQUIRED), (1, "group", REQUIRED)]),
        ("sku,name,group,name", [(1, "name", INVALID)]),
        ("sku,name,group,", [(1, "", INVALID)]),
        ("sku,name,group,attributes.", [(1, "attributes.", INVALID)]),
        ("sku,name,group,attributes.a..b", [(1, "attributes.a..b", INVALID)]),
        ("sku,name,group,attributes.\u202ea", [(1, "attributes.\\u202ea", INVALID)]),
        ("sku,name,group," + "attributes" + ".a" * 33, [(1, "attributes" + ".a" * 33, INVALID)]),
        ("sku,name,group" + "," * 1000, [(1, "", INVALID)]),
        ("", [(1, "", REQUIRED)]),
    ],
)
def test_headers(header: str, expected: list[tuple[int, str, Reason]]) -> None:
    """Nothing below a wrong header is read."""
    assert places(header + "\n,,\nS,N,wood\n" if header else header) == expected


@pytest.mark.parametrize("start", "=+-@\t\r")
def test_formulas(start: str) -> None:
    for column, sheet in (
        ("sku", f'{HEAD}"{start}a",N,generic\n'),
        ("name", f'{HEAD}S,"{start}a",generic\n'),
        ("attributes.a", f'sku,name,group,attributes.a\nS,N,generic,"{start}a"\n'),
    ):
        (problem,) = problems(sheet)
        assert (problem.row, problem.column, problem.reason) == (2, column, INVALID)
        assert problem.description.endswith("which a spreadsheet takes for a formula")


@pytest.mark.parametrize("char", "\x00\x07\x7f\x85\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
def test_characters_that_a_line_must_not_hold(char: str) -> None:
    for column, sheet in (("sku", f"{HEAD}S{char}x,N,generic\n"), ("name", f"{HEAD}S,N{char}x,generic\n")):
        (problem,) = problems(sheet)
        assert (problem.row, problem.column) == (2, "" if char == "\x00" else column)
        assert ("direction" in problem.description) == (
            char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        )


@pytest.mark.parametrize(
    ("written", "gtin"),
    [("12345670", "00000012345670"), ("036000291452", "00036000291452"), ("4006381333931", "04006381333931")],
)
def test_gtins_are_padded(written: str, gtin: str) -> None:
    (row,) = read(f"sku,name,group,gtin\nS,N,generic,{written}\nT,N,generic,\n")[:1]
    assert isinstance(row, SheetRow)
    assert row.product.gtin == gtin
    assert row.notes == (f"gtin {written} was padded to {gtin}",)
    (row,) = read(f"sku,name,group,gtin\nS,N,generic,{gtin}\n")
    assert isinstance(row, SheetRow)
    assert row.notes == ()


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("36000291452", "has 11 digits"),
        ("4.00638E+12", "format Text"),
        ("١٢٣٤٥٦٧٠", "digits only"),
        ("12345671", "check"),
    ],
)
def test_gtins_that_are_none(written: str, words: str) -> None:
    (problem,) = problems(f"sku,name,group,gtin\nS,N,generic,{written}\n")
    assert (problem.column, problem.reason) == ("gtin", Reason.GTIN_INVALID)
    assert words in problem.description


@pytest.mark.parametrize(("written", "length"), [("4", 4), ("12", 12)])
def test_prefix_lengths(written: str, length: int) -> None:
    head = "sku,name,group,gtin_company_prefix_length\nS,N,generic,"
    assert product(head + written).company_prefix_length == length
    assert places(f"{head}{'3' if length == 4 else '13'}") == [(2, "gtin_company_prefix_length", INVALID)]


def test_twice_in_a_sheet_names_the_first_row() -> None:
    sheet = "sku,name,group,gtin\nS,N,generic,12345670\nT,,generic,\nS,N,generic,00000012345670\nT,N,generic,\n"
    assert [(p.row, p.column, p.description) for p in problems(sheet)] == [
        (3, "name", "name is required"),
        (4, "sku", "sku 'S' stands in row 2 already"),
        (4, "gtin", "gtin '00000012345670' stands in row 2 already"),
        (5, "sku", "sku 'T' stands in row 3 already"),
    ]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("-20", -20),
        ("1.5e3", 1500.0),
        (" 7 ", 7),
        ("true", True),
        ("false", False),
        ('"{""b"":[1,null]}"', {"b": [1, None]}),
        ("[1]", [1]),
        ("null", "null"),
        ("007", "007"),
        ("100% cotton", "100% cotton"),
        ("{b", "{b"),
        ("NaN", "NaN"),
        ('5" pipe', '5" pipe'),
    ],
)
def test_values_of_dotted_columns(cell: str, value: object) -> None:
    found = attributes("attributes.a", cell)["a"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("[" * 1000 + "]" * 1000, "deep"),
        ('{"a":' * 1000 + "1" + "}" * 1000, "deep"),
        ("[" * 60_000, "deep"),
        ('{"a":1,"a":2}', "'a' twice"),
        ("1e999", "too large"),
        ("[NaN]", "no JSON"),
        ("9" * 5000, "too many digits"),
        ('["\\ud800"]', "surrogate"),
        ('["\\u0000"]', "U+0000"),
    ],
)
def test_json_that_no_database_stores(cell: str, words: str) -> None:
    assert words in refused_attribute(cell)


def test_json_that_only_looks_bad() -> None:
    cell = json.dumps({"a": ["\\u0000", "[" * 100, "\ud83d\ude00"]}).replace('"', '""')
    assert attributes("attributes", f'"{cell}"') == {"a": ["\\u0000", "[" * 100, "\U0001f600"]}


@pytest.mark.parametrize("cell", ["[1]", "1", "{", "x", "=1", '{"a":1}{'])
def test_the_attributes_cell_is_an_object(cell: str) -> None:
    assert refused_attribute(cell, "attributes") == "attributes must be a JSON object"


def test_columns_of_attributes_merge_or_clash() -> None:
    assert attributes("attributes.a.b;attributes;attributes.a", '1;"{""a"":{""c"":2}}";"{""d"":3}"') == {
        "a": {"b": 1, "c": 2, "d": 3}
    }
    assert attributes("attributes.a;attributes.a.b", "1;") == {"a": 1}
    for columns, cells, column in (
        ("attributes;attributes.a", '"{""a"":1}";1', "attributes.a"),
        ("attributes.a;attributes.a.b", "1;2", "attributes.a.b"),
        ("attributes.a.b;attributes.a", "1;2", "attributes.a"),
        ("attributes.a.b;attributes.a", '1;"{""b"":1}"', "attributes.a"),
    ):
        (problem,) = problems(f"sku;name;group;{columns}\nS;N;generic;{cells}\n")
        assert (problem.column, problem.reason) == (column, INVALID)


def test_rows_of_another_width() -> None:
    assert [p.description for p in problems(HEAD + "S,N\nS,N,generic,\n")] == [
        "the row has 2 cells and the header 3",
        "the row has 4 cells and the header 3",
    ]
