"""Whether a batch can be exported with a profile, and the names of its files."""

from dataclasses import replace
from typing import Any

import pytest

from hallmint_server.errors import Problems, Reason
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.file_name import PLACEHOLDERS, check_file_name, file_name, tells_packs_apart
from hallmint_server.exporting.profile.fit import lower_case_lots, obstacles
from hallmint_server.exporting.profile.label import QrSettings
from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    CsvSettings,
    Encoding,
    EpcScheme,
    EpcSettings,
    Format,
    NdjsonSettings,
    ProfileKind,
    QrZipSettings,
    Quoting,
)
from hallmint_server.exporting.profile.obstacle import ObstacleKind as Kind
from hallmint_server.exporting.profile.text import CellRefusedError
from tests.support.carrier import batch, lots, profile, written

NO_GTIN = batch(context="token", company_prefix_length=None, lots=())


def kinds(of: CarrierProfile, facts: BatchFacts | None = None, packs: int = 1) -> list[Kind]:
    found = obstacles(of, facts or batch(), packs=packs)
    assert all(each.description for each in found)
    return [each.kind for each in found]


def refuses(of: CarrierProfile, facts: BatchFacts) -> bool:
    try:
        written(of, facts)
    except CellRefusedError:
        return True
    return False


def test_upper_case_needs_lots_without_lower_case_letters() -> None:
    assert lower_case_lots(lots("A-1", "a", "Bß"[:1], "xY")) == ["a", "xY"]
    upper = profile("url_upper")
    assert kinds(upper) == []
    many = batch(lots=lots("A", *(f"lot{n}" for n in range(9))))
    (found,) = obstacles(upper, many, packs=1)
    assert found.kind is Kind.LOT_LOWER_CASE
    assert found.description.endswith("lot0, lot1, lot2, lot3, lot4 and 4 more")
    assert kinds(profile("url"), many) == []
    assert kinds(upper, replace(many, context="token")) == []
    picture = QrZipSettings(format=Format.QR_SVG_ZIP, qr=QrSettings(module_size=400))
    assert kinds(profile(columns=(), settings=picture), many) == []  # type: ignore[arg-type] # no table
    louder = replace(picture, qr=QrSettings(module_size=400, upper_case=True))
    assert kinds(profile(columns=(), settings=louder), many) == [Kind.LOT_LOWER_CASE]  # type: ignore[arg-type] # as above


@pytest.mark.parametrize("scheme", EpcScheme)
def test_an_epc_needs_a_gtin(scheme: EpcScheme) -> None:
    tags = profile("epc_hex", kind=ProfileKind.RFID, epc=EpcSettings(scheme=scheme))
    assert Kind.GTIN_MISSING in kinds(tags, NO_GTIN)
    assert refuses(tags, NO_GTIN)
    assert kinds(profile("code", "url", "gtin", "lot"), NO_GTIN) == []


def test_an_sgtin_96_names_no_code() -> None:
    tags = profile("epc_hex", kind=ProfileKind.RFID, epc=EpcSettings(scheme=EpcScheme.SGTIN_96))
    assert kinds(tags) == [Kind.SERIAL_NOT_NUMERIC]
    assert kinds(tags, batch(company_prefix_length=None)) == [Kind.COMPANY_PREFIX_UNKNOWN, Kind.SERIAL_NOT_NUMERIC]
    assert kinds(tags, NO_GTIN) == [Kind.GTIN_MISSING, Kind.COMPANY_PREFIX_UNKNOWN, Kind.SERIAL_NOT_NUMERIC]
    assert refuses(tags, batch())
    both = replace(tags, epc=EpcSettings(scheme=EpcScheme.SGTIN_96_OR_PLUS))
    assert kinds(both, batch(company_prefix_length=None)) == []
    assert not refuses(both, batch(company_prefix_length=None))


@pytest.mark.parametrize(
    ("length", "expected"),
    [(None, [Kind.COMPANY_PREFIX_UNKNOWN]), (5, [Kind.COMPANY_PREFIX_LENGTH]), (6, []), (12, [])],
)
def test_an_epc_uri_needs_a_company_prefix(length: int | None, expected: list[Kind]) -> None:
    facts = batch(company_prefix_length=length)
    assert kinds(profile("url", "epc_uri"), facts) == expected
    assert refuses(profile("url", "epc_uri"), facts) is bool(expected)


@pytest.mark.parametrize(
    ("field", "changes", "word"),
    [
        ("product_name", {"product_name": "=HYPERLINK(1)"}, "the product's name begins"),
        ("product_name", {"product_name": " +1"}, "the product's name begins"),
        ("product_name", {"product_name": "a\x00b"}, "the product's name holds U+0000"),
        ("sku", {"sku": "-5"}, "the SKU begins"),
        ("lot", {"lots": lots("A", "=B")}, "the lot '=B' begins"),
    ],
)
def test_no_text_of_a_batch_is_a_formula(field: str, changes: dict[str, Any], word: str) -> None:
    facts = batch(**changes)
    for settings in (CsvSettings(), CsvSettings(quoting=Quoting.ALL), NdjsonSettings()):
        asked = profile("url", field, settings=settings)
        (found,) = obstacles(asked, facts, packs=1)
        assert found.kind is Kind.CELL_REFUSED
        assert found.description.startswith(word)
        with pytest.raises(CellRefusedError, match=rf"column H {field}, seq [02]: the value (begins|holds)"):
            written(asked, facts)
    assert kinds(profile("url", "code"), facts) == []


def test_texts_that_the_settings_cannot_write() -> None:
    western = profile("url", "product_name", settings=CsvSettings(encoding=Encoding.WINDOWS_1252))
    assert kinds(western) == []
    assert kinds(western, batch(product_name="電池")) == [Kind.CELL_REFUSED]
    assert refuses(western, batch(product_name="電池"))
    bare = profile("url", "product_name", "lot", settings=CsvSettings(quoting=Quoting.NEVER))
    assert kinds(bare, batch(product_name="Akku")) == []
    assert kinds(bare, batch(product_name="a,b", lots=lots("A,1", 'A"1'))) == [Kind.CELL_REFUSED] * 3
    alone = profile("lot", settings=CsvSettings(quoting=Quoting.NEVER))
    assert kinds(alone, batch(lots=())) == [Kind.CELL_REFUSED]
    assert refuses(alone, batch(lots=()))
    with pytest.raises(CellRefusedError, match="column H product_name, seq 0: the value holds U\\+96FB"):
        written(western, batch(product_name="電池"))


def test_packs_are_told_apart() -> None:
    one = profile(file_name="{sku}.csv")
    assert kinds(one, packs=1) == []
    assert kinds(one, packs=2) == [Kind.PACKS_NOT_TOLD_APART]
    for placeholder in ("pack", "first", "last"):
        assert kinds(profile(file_name=f"a{{{placeholder}}}.csv"), packs=2) == []


def named(pattern: str, form: Format = Format.CSV) -> list[Reason]:
    problems = Problems()
    check_file_name(problems, "file_name", pattern, form)
    return [found.reason for found in problems.found]


@pytest.mark.parametrize(
    "pattern",
    ["{sku}-{batch}-{pack}of{packs}.csv", "a.txt", "A_b-1.TSV", "".join(f"{{{n}}}" for n in PLACEHOLDERS) + ".csv"],
)
def test_names_that_pass(pattern: str) -> None:
    assert named(pattern) == []


@pytest.mark.parametrize(
    "pattern",
    [
        "{Sku}.csv", "{}.csv", "{sku.csv", "sku}.csv", "{{sku}}.csv", "a b.csv", "ä.csv", "a/b.csv", "a\\b.csv", "a\x00.csv",
        "a\n.csv", "{sku}{sku}.csv", "../a.csv", ".a.csv", "-a.csv", "a..csv", "a", "a.exe", "a.csv.exe", ".csv", "csv",
        "a.ndjson", "x" * 97 + ".csv",
    ],
)  # fmt: skip
def test_names_that_do_not(pattern: str) -> None:
    assert set(named(pattern)) == {Reason.FIELD_INVALID}


def test_a_name_is_required_and_of_the_format() -> None:
    assert named("") == [Reason.FIELD_REQUIRED]
    for form in Format:
        extension = {"qr_svg_zip": "zip", "qr_png_zip": "zip", "pdf_sheet": "pdf"}.get(form, form.value)
        assert named(f"{{pack}}.{extension}", form) == []
        assert named("{pack}.exe", form) == [Reason.FIELD_INVALID]


def test_the_name_of_a_pack() -> None:
    def name(pattern: str, pack_no: int = 0, packs: int = 1, **changes: Any) -> str:
        facts = batch(**changes)
        return file_name(pattern, facts, pack_no=pack_no, packs=packs, first_seq=10_000 * pack_no, units=500)

    assert name("{sku}-{batch_no}-{pack}of{packs}.csv", 2, 100) == "NL-BAT-48V-42-003of100.csv"
    assert name("{date}_{first}-{last}.csv", 3, 4) == "20261103_30000-30499.csv"
    assert name("{batch}.csv") == "01970000-0000-7000-8000-00000000002a.csv"
    assert name("{sku}.csv", sku="../a b/ü:?") == "_.._a_b____.csv"
    assert name("{sku}.csv", sku="-rf") == "_-rf.csv"
    assert name("{sku}.csv", sku="Con") == "_Con.csv"
    assert name("com{pack}.csv") == "_com1.csv"
    assert name("{sku}.csv", sku="CONTACT") == "CONTACT.csv"
    longest = "{sku}{batch}{batch_no}{pack}{packs}{first}{last}{date}" + "x" * 42 + ".csv"
    assert named(longest) == []
    assert len(name(longest, 99, 100, sku="é" * 64, batch_no=2**31 - 1)) < 255


def test_what_tells_packs_apart() -> None:
    assert tells_packs_apart("{pack}.csv")
    assert not tells_packs_apart("{packs}-{sku}.csv")
