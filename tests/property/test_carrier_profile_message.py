"""Any profile that may be published goes proto -> model -> jsonb -> proto and to a file and back, and is the same."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hallmint.v1 import carrier_profile_pb2 as pb
from hallmint_client.carrier_definition import read_definition as read_file
from hallmint_client.carrier_definition import write_definition
from hallmint_server.errors import Problems
from hallmint_server.exporting.profile import builtin
from hallmint_server.exporting.profile.check import check_profile
from hallmint_server.exporting.profile.field import EPC_FIELDS, UnitField
from hallmint_server.exporting.profile.label import Arrangement, LabelText, QrSettings
from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    Column,
    CsvSettings,
    EpcSettings,
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
from hallmint_server.rpc.convert_carrier_profile import definition, read_definition

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
QR = st.builds(QrSettings, module_size=st.integers(424, 846), quiet_zone=st.integers(0, 20))
TEXTS = st.lists(
    st.builds(
        LabelText,
        field=st.sampled_from(["", *UnitField]),
        prefix=st.just("LOT "),
        left=st.integers(0, 20_000),
        top=st.integers(0, 20_000),
        height=st.integers(500, 3_000),
    ),
    max_size=3,
).map(tuple)
LABEL: dict[str, Any] = {"qr": QR, "label_width": st.just(60_000), "label_height": st.just(60_000), "texts": TEXTS}
BESIDE: dict[str, Any] = {
    **LABEL,
    "arrangement": st.just(Arrangement.BESIDE),
    "texts": TEXTS.map(lambda texts: tuple(replace(text, left=0, top=0) for text in texts)),
}
DRAWN = (
    st.builds(QrZipSettings, qr=QR, dpi=st.integers(72, 2_400))
    | st.builds(PdfSheetSettings, **LABEL)
    | st.builds(ZplSettings, dpi=st.just(300), **LABEL)
    | st.builds(PdfSheetSettings, **BESIDE)
    | st.builds(ZplSettings, dpi=st.just(300), **BESIDE)
)
TABLES = (
    st.builds(CsvSettings)
    | st.just(NdjsonSettings())
    | st.builds(ParquetSettings)
    | st.builds(XlsxSettings, sheet=TEXT)
)
ENDS = {"qr_svg_zip": "zip", "qr_png_zip": "zip", "pdf_sheet": "pdf"}


@st.composite
def profiles(draw: st.DrawFn) -> CarrierProfile:
    """Profiles that are often right."""
    form = draw(TABLES | DRAWN)
    fields = draw(st.lists(st.sampled_from(list(UnitField)), max_size=5, unique=True))
    columns = [Column(header=f"H{n}", field=field) for n, field in enumerate(fields)]
    columns += [Column(header=f"C{n}", constant=draw(TEXT | st.just(""))) for n in range(draw(st.integers(0, 2)))]
    made = CarrierProfile(
        name=draw(TEXT),
        kind=ProfileKind.QR_PRINT,
        columns=(Column(header="url", field="url"), *columns) if form.format.is_table else (),
        settings=form,
        file_name=f"{{pack}}.{ENDS.get(form.format, form.format)}",
        epc=draw(st.builds(EpcSettings, filter=st.integers(0, 7))),
    )
    has_epc = not EPC_FIELDS.isdisjoint(made.fields)
    return made if has_epc else load_profile({**dump_profile(made), "epc": None})


def through(message: pb.CarrierProfileDefinition) -> pb.CarrierProfileDefinition:
    problems = Problems()
    read = read_definition(problems, "definition", message)
    assert problems.found == []
    assert read is not None
    return definition(load_profile(json.loads(json.dumps(dump_profile(read)))))


@settings(derandomize=True, deadline=None, max_examples=400)
@given(profile=profiles())
def test_what_may_be_published_goes_round(profile: CarrierProfile) -> None:
    problems = Problems()
    check_profile(problems, profile)
    assume(not problems.found)
    message = definition(profile)
    parsed = pb.CarrierProfileDefinition.FromString(message.SerializeToString())
    assert through(parsed) == message
    assert read_definition(Problems(), "", message) == profile
    file: Any = json.loads(json.dumps(write_definition(message)))
    assert file == dump_profile(profile), "a file is what is stored"
    assert read_file(file) == message


FILES = sorted(Path(builtin.__file__).with_name("data").glob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_of_hallmints_own_is_read_and_written_as_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    read = json.loads(text)
    assert json.dumps(read, indent=2, ensure_ascii=False) + "\n" == text
    if "texts" in read["settings"]:
        read["settings"].setdefault("arrangement", "corner")  # there was no other when it was released
    message = read_file(read)
    assert through(message) == message
    assert json.dumps(write_definition(message)) == json.dumps(read)


def test_what_is_not_said_is_as_usual() -> None:
    said = {"name": "x", "kind": "qr_print", "columns": [{"header": "url", "field": "url"}], "file_name": "{pack}.x"}
    for form, usual in (
        ({"format": "csv"}, CsvSettings()),
        ({"format": "xlsx"}, XlsxSettings()),
        ({"format": "parquet"}, ParquetSettings()),
    ):
        read = read_definition(Problems(), "", read_file({**said, "settings": form}))
        assert read is not None
        assert read.settings == usual
    drawn = read_definition(
        Problems(), "", read_file({**said, "settings": {"format": "qr_png_zip", "qr": {"module_size": 400}}})
    )
    assert drawn is not None
    assert drawn.settings == QrZipSettings(format="qr_png_zip", qr=QrSettings(module_size=400))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"settings": {}}, "settings.format"),
        ({"settings": {"format": "docx"}}, "settings.format"),
        ({"settings": []}, "settings.format"),
        ({"settings": {"format": "csv", "delimiter": "#"}}, "delimiter"),
        ({"settings": {"format": "csv", "sheet": "x"}}, "sheet"),
        ({"kind": "nobody"}, "kind"),
        ({"colums": []}, "colums"),
        ({"columns": [{"header": "x", "field": "url", "constant": "y"}]}, "oneof"),
        ({"columns": 5}, "columns"),
    ],
)
def test_a_file_of_another_form_is_a_value_error(change: dict[str, Any], told: str) -> None:
    good = json.loads(FILES[0].read_text(encoding="utf-8"))
    with pytest.raises(ValueError, match=told):
        read_file(good | change)
