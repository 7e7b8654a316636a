"""Drafts may hold anything: checking never raises, and what may be published and fits a batch can be written."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallmint_server.errors import Problems
from hallmint_server.exporting.profile.check import check_profile
from hallmint_server.exporting.profile.field import EPC_FIELDS, UnitField
from hallmint_server.exporting.profile.fit import obstacles
from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    Column,
    CsvSettings,
    EpcSettings,
    Format,
    NdjsonSettings,
    ParquetSettings,
    PdfSheetSettings,
    ProfileKind,
    QrZipSettings,
    XlsxSettings,
    ZplSettings,
    dump_profile,
    load_profile,
)
from hallmint_server.exporting.profile.text import CellRefusedError
from tests.support.carrier import batch, lots, profile, units, written

ANY = st.text(max_size=12) | st.sampled_from(["=1", "\ud800", "\x00", "ID", "a,b", 'a"b', "\ufeffa"])
FIELD = st.sampled_from([field.value for field in UnitField]) | ANY
TABLE = st.from_type(CsvSettings) | st.from_type(NdjsonSettings) | st.from_type(XlsxSettings)
SETTINGS = (
    TABLE
    | st.from_type(ParquetSettings)
    | st.from_type(QrZipSettings)
    | st.from_type(PdfSheetSettings)
    | st.from_type(ZplSettings)
)
COLUMN = st.builds(Column, header=ANY, field=FIELD, constant=st.none() | ANY)
DRAFT = st.builds(
    CarrierProfile,
    name=ANY,
    columns=st.lists(COLUMN, max_size=6).map(tuple),
    settings=SETTINGS,
    file_name=ANY | st.from_regex(r"[a-z{}./-]{0,20}(\{pack\})?\.csv"),
)


def found(of: CarrierProfile) -> Problems:
    problems = Problems()
    check_profile(problems, of)
    return problems


@settings(derandomize=True, deadline=None, max_examples=500)
@given(draft=DRAFT)
def test_any_draft_is_checked_and_its_violations_are_text(draft: CarrierProfile) -> None:
    for violation in found(draft).found:
        assert violation.field
        violation.description.encode()  # no half of a surrogate pair, which no message could carry
        assert len(violation.description) < 1_000


@st.composite
def near(draw: st.DrawFn) -> CarrierProfile:
    """Drafts that are often right."""
    fields = draw(st.lists(st.sampled_from(list(UnitField)), max_size=8, unique=True))
    texts = draw(st.lists(st.none() | ANY, max_size=2))
    columns = [Column(header=draw(ANY | st.just(f"h{n}")), field=field) for n, field in enumerate(fields)]
    columns += [Column(header=f"c{n}", constant=text) for n, text in enumerate(texts)]
    return CarrierProfile(
        name="Ours",
        kind=ProfileKind.QR_PRINT,
        columns=(Column(header="url", field="url"), *columns),
        settings=draw(st.from_type(CsvSettings) | st.from_type(NdjsonSettings)),
        file_name="{pack}.csv",
        epc=None if EPC_FIELDS.isdisjoint(fields) else draw(st.from_type(EpcSettings)),
    )


@settings(derandomize=True, deadline=None, max_examples=500)
@given(
    draft=near(), name=ANY, sku=ANY, lot=st.sampled_from(["A", "a", "A,1", "A;1", '"', "=1", "+"]), gs1=st.booleans()
)
def test_what_may_be_published_and_fits_is_written(
    draft: CarrierProfile, name: str, sku: str, lot: str, gs1: bool
) -> None:
    if [each for each in found(draft).found if each.field != "file_name"]:
        return
    changes: dict[str, Any] = {} if gs1 else {"context": "token", "company_prefix_length": None}
    facts = batch(product_name=name, sku=sku, lots=lots(lot), **changes)
    told = obstacles(draft, facts, packs=2)
    if told:
        with pytest.raises(CellRefusedError):
            written(draft, facts, units(facts, 2))
    else:
        assert written(draft, facts, units(facts, 2))


@settings(derandomize=True, deadline=None, max_examples=300)
@given(draft=DRAFT)
def test_any_draft_is_kept_as_json(draft: CarrierProfile) -> None:
    text = repr(draft)
    if "\\ud" in text:  # no database keeps halves of surrogate pairs
        return
    kept = json.dumps(dump_profile(draft))
    assert load_profile(json.loads(kept)) == draft


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "nobody"},
        {"settings": {"format": "docx"}},
        {"settings": {}},
        {"settings": {"format": Format.CSV, "delimiter": "#"}},
        {"columns": [{"field": "url"}]},
        {"columns": 5},
        {"epc": {"filter": "many"}},
    ],
)
def test_another_shape_is_a_value_error(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="CarrierProfile"):
        load_profile(dump_profile(profile()) | change)
