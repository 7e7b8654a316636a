"""What may be published: each rule, and all violations at once."""

from dataclasses import replace
from typing import Any

import pytest

from hallmint_server.errors import Problems, Reason
from hallmint_server.exporting.profile.check import check_profile
from hallmint_server.exporting.profile.field import EPC_FIELDS, MANIFEST, UnitField
from hallmint_server.exporting.profile.model import (
    Column,
    CsvSettings,
    Delimiter,
    Encoding,
    EpcSettings,
    NdjsonSettings,
    ProfileKind,
    Quoting,
    XlsxSettings,
)
from tests.support.carrier import columns, invalid, profile, required, violations


def headed(header: str, settings: CsvSettings | None = None) -> list[tuple[str, Reason]]:
    return violations(profile(columns=(*columns("url"), Column(header=header, field="code")), settings=settings))


def constant(text: str, settings: CsvSettings | None = None) -> list[tuple[str, Reason]]:
    return violations(profile(columns=(*columns("url"), Column(header="C", constant=text)), settings=settings))


def test_each_field_of_a_unit_can_be_a_column() -> None:
    plain = [field for field in UnitField if field not in EPC_FIELDS]
    assert violations(profile(*plain)) == []
    assert violations(profile(*UnitField, epc=EpcSettings())) == []


def test_all_violations_are_told_at_once() -> None:
    wrong = profile(
        name="",
        columns=(
            Column(header="=A1", field="nothing"),
            Column(header="", field="epc_hex"),
            Column(header="x", field="code", constant="+1"),
            Column(header=" X "),
        ),
        file_name="{nobody}",
    )
    assert violations(wrong) == [
        ("name", Reason.FIELD_REQUIRED),
        ("columns[0].header", Reason.FIELD_INVALID),
        ("columns[0].field", Reason.FIELD_INVALID),
        ("columns[1].header", Reason.FIELD_REQUIRED),
        ("columns[2].field", Reason.FIELD_INVALID),
        ("columns[2].constant", Reason.FIELD_INVALID),
        ("columns[3].header", Reason.FIELD_INVALID),
        ("columns[3].field", Reason.FIELD_REQUIRED),
        ("columns", Reason.FIELD_REQUIRED),
        ("file_name", Reason.FIELD_INVALID),
        ("file_name", Reason.FIELD_INVALID),
        ("epc", Reason.FIELD_REQUIRED),
    ]
    problems = Problems()
    check_profile(problems, wrong)
    assert all(found.description.startswith(found.field) for found in problems.found)


@pytest.mark.parametrize("name", ["x" * 101, " ", "a\nb", "a\u202eb"])
def test_a_name_can_be_shown(name: str) -> None:
    assert {field for field, _ in violations(profile(name=name))} == {"name"}


def test_columns_are_1_to_50() -> None:
    many = (Column(header="u", field="url"), *(Column(header=f"h{n}", constant="") for n in range(49)))
    assert violations(profile(columns=many)) == []
    assert violations(profile(columns=(*many, Column(header="one more", constant="")))) == invalid("columns")
    assert violations(profile(columns=())) == required("columns", "columns")


@pytest.mark.parametrize("field", ["Code", "code ", "attributes.x", "\ud800", "x" * 100_000])
def test_a_source_must_be_known(field: str) -> None:
    assert violations(profile(columns=(*columns("url"), Column(header="h", field=field)))) == invalid(
        "columns[1].field"
    )


@pytest.mark.parametrize("again", ["H url", "h URL", " H url"])
def test_no_header_comes_twice(again: str) -> None:
    assert headed(again) == invalid("columns[1].header")


# OWASP, CSV Injection; and what a spreadsheet skips before such a sign.
FORMULAS = [
    "=1",
    "+1",
    "-1",
    "@x",
    "\tx",
    "\rx",
    "\nx",
    "=",
    " =1",
    "\u00a0=1",
    "\u200b=1",
    "\uff1d1",
    "\uff0b",
    "\uff0d1",
    "\uff20",
]
UNSEEN = ["a\x00", "a\x1b", "a\x7f", "a\nb", "\ufeffa", "a\ud800", "a\u202eb"]


@pytest.mark.parametrize("text", [*FORMULAS, *UNSEEN])
def test_no_header_and_no_constant_is_a_formula_or_unseen(text: str) -> None:
    assert set(headed(text)) == set(invalid("columns[1].header"))
    assert set(constant(text)) == set(invalid("columns[1].constant"))


def test_headers_and_constants_have_a_length() -> None:
    assert headed("h" * 100) == []
    assert headed("h" * 101) == invalid("columns[1].header")
    assert constant("") == []
    assert constant("c" * 200) == []
    assert constant("c" * 201) == invalid("columns[1].constant")


@pytest.mark.parametrize("delimiter", [each for each in Delimiter if each is not Delimiter.TAB])
def test_a_delimiter_in_a_text_needs_quotes(delimiter: Delimiter) -> None:
    text = f"a{delimiter}b"
    never = CsvSettings(delimiter=delimiter, quoting=Quoting.NEVER)
    for quoting in (Quoting.MINIMAL, Quoting.ALL):
        settings = replace(never, quoting=quoting)
        assert headed(text, settings) == constant(text, settings) == []
    assert headed(text, never) == invalid("columns[1].header")
    assert headed(text, replace(never, header=False)) == []
    assert constant(text, never) == invalid("columns[1].constant")
    assert constant('say "a"', never) == invalid("columns[1].constant")
    other = next(each for each in Delimiter if each is not delimiter)
    assert constant(text, replace(never, delimiter=other)) == []


def test_a_row_of_one_empty_cell_needs_quotes() -> None:
    alone = profile(columns=(Column(header="h", constant=""),), settings=CsvSettings(quoting=Quoting.NEVER))
    assert ("columns[0].constant", Reason.FIELD_INVALID) in violations(alone)


def test_an_encoding_refuses_what_it_cannot_hold() -> None:
    western = CsvSettings(encoding=Encoding.WINDOWS_1252)
    assert headed("Größe €", western) == constant("Größe €", western) == []
    assert headed("大", western) == invalid("columns[1].header")
    assert headed("大", replace(western, header=False)) == []
    assert constant("大", western) == invalid("columns[1].constant")
    assert headed("大") == []


def test_a_file_does_not_begin_like_one_of_another_format() -> None:
    def first(text: str, **changes: Any) -> list[tuple[str, Reason]]:
        return violations(profile(columns=(Column(header=text, field="url"),), settings=CsvSettings(**changes)))

    assert first("ID") == first("IDENTITY") == invalid("columns[0].header")
    assert first("Id") == first("ID", header=False) == first("ID", quoting=Quoting.ALL) == []
    assert first("ID", encoding=Encoding.UTF_8_BOM) == []
    assert headed("ID") == []


@pytest.mark.parametrize(
    ("kind", "enough", "missing"),
    [
        (ProfileKind.QR_PRINT, ["url"], ["code"]),
        (ProfileKind.QR_PRINT, ["url_upper"], ["digital_link"]),
        (ProfileKind.NFC, ["url", "ndef_hex"], ["url"]),
        (ProfileKind.NFC, ["ndef_hex", "url"], ["ndef_hex", "url_upper"]),
        (ProfileKind.RFID, ["epc_hex"], ["epc_uri"]),
        (ProfileKind.RFID, ["epc_hex", "epc_pc"], ["epc_pc", "epc_bits", "epc_filter"]),
        *((ProfileKind.FULL_MANIFEST, MANIFEST, [f for f in MANIFEST if f is not out]) for out in MANIFEST),
    ],
)
def test_a_kind_needs_its_columns(kind: ProfileKind, enough: list[str], missing: list[str]) -> None:
    def of(fields: list[str]) -> list[tuple[str, Reason]]:
        epc = None if EPC_FIELDS.isdisjoint(fields) else EpcSettings()
        return violations(profile(*fields, kind=kind, epc=epc))

    assert of(enough) == []
    assert of(missing) == required("columns")


def test_a_tag_is_encoded_somehow() -> None:
    tag = profile("epc_hex", kind=ProfileKind.RFID)
    assert violations(tag) == required("epc")
    for number in (0, 7):
        assert violations(replace(tag, epc=EpcSettings(filter=number))) == []
    for number in (-1, 8):
        assert violations(replace(tag, epc=EpcSettings(filter=number))) == invalid("epc.filter")
    assert violations(profile("url", epc=EpcSettings())) == invalid("epc")


def test_other_tables_have_the_rules_of_columns_too() -> None:
    bad = (*columns("url"), Column(header="=x", field="nothing"))
    for settings, name in ((NdjsonSettings(), "{pack}.ndjson"), (XlsxSettings(), "{pack}.xlsx")):
        assert violations(profile(settings=settings, file_name=name)) == []
        found = violations(profile(columns=bad, settings=settings, file_name=name))
        assert found == invalid("columns[1].header", "columns[1].field")


@pytest.mark.parametrize("sheet", ["", " ", "x" * 32, "a/b", "a:b", "'a", "a'", "[a]", "a\n"])
def test_a_sheet_has_a_name_that_workbooks_take(sheet: str) -> None:
    found = violations(profile(settings=XlsxSettings(sheet=sheet), file_name="{pack}.xlsx"))
    assert [field for field, _ in found] == ["settings.sheet"]
