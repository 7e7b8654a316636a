"""Settings of pictures and labels, which have no rows yet but are kept and checked."""

from dataclasses import replace
from typing import Any

import pytest

from hallmint_server.errors import Reason
from hallmint_server.exporting.profile.check_settings import dots
from hallmint_server.exporting.profile.label import Arrangement, LabelText, Paper, QrSettings
from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    Format,
    PdfSheetSettings,
    ProfileKind,
    QrZipSettings,
    ZplSettings,
)
from tests.support.carrier import batch, columns, invalid, required, violations, written

QR = QrSettings(module_size=424)
TEXT = LabelText(field="code", left=1_000, top=2_000, height=2_000)
ZPL = ZplSettings(qr=QR, dpi=300, label_width=50_000, label_height=30_000, texts=(TEXT,))
PDF = PdfSheetSettings(qr=QR, label_width=50_000, label_height=30_000)
PNG = QrZipSettings(format=Format.QR_PNG_ZIP, qr=QR)


def of(settings: ZplSettings | PdfSheetSettings | QrZipSettings, **changes: Any) -> CarrierProfile:
    extension = {Format.ZPL: "zpl", Format.PDF_SHEET: "pdf"}.get(settings.format, "zip")
    made = CarrierProfile(
        name="Ours", kind=ProfileKind.QR_PRINT, settings=settings, file_name=f"{{batch}}-{{pack}}.{extension}"
    )
    return replace(made, **changes)


def test_usual_settings_pass() -> None:
    for settings in (ZPL, PDF, PNG, replace(PNG, format=Format.QR_SVG_ZIP)):
        assert violations(of(settings)) == []


def test_labels_have_no_columns_and_carry_qr_codes() -> None:
    assert violations(of(ZPL, columns=columns("url"))) == invalid("columns")
    assert violations(of(ZPL, kind=ProfileKind.NFC)) == invalid("kind")


def test_they_are_no_rows_of_text() -> None:
    with pytest.raises(ValueError, match="zpl is not written in rows"):
        written(of(ZPL), batch())


@pytest.mark.parametrize(("name", "values"), [("module_size", (99, 5_001, -1)), ("quiet_zone", (-1, 21))])
def test_a_qr_code_has_bounds(name: str, values: tuple[int, ...]) -> None:
    for value in values:
        for settings in (ZPL, PDF, PNG):
            changed = replace(settings, qr=replace(QR, **{name: value}))  # type: ignore[arg-type] # names are of ints
            assert (f"settings.qr.{name}", Reason.FIELD_INVALID) in violations(of(changed))


@pytest.mark.parametrize(
    ("dpi", "module", "count"), [(300, 424, 5), (203, 1_252, 10), (600, 423, 9), (600, 424, 10), (152, 168, 1)]
)
def test_a_module_of_zpl_is_1_to_10_dots(dpi: int, module: int, count: int) -> None:
    qr = replace(QR, module_size=module)
    assert dots(qr, dpi) == count
    assert violations(of(replace(ZPL, dpi=dpi, qr=qr, label_width=60_000, label_height=60_000))) == []


@pytest.mark.parametrize(("dpi", "module"), [(152, 167), (600, 466), (203, 1_377)])
def test_no_module_of_zpl_is_less_or_more(dpi: int, module: int) -> None:
    changed = replace(ZPL, dpi=dpi, qr=replace(QR, module_size=module), label_width=60_000, label_height=60_000)
    assert violations(of(changed)) == invalid("settings.qr.module_size")


def test_resolutions() -> None:
    assert violations(of(replace(ZPL, dpi=299))) == invalid("settings.dpi")
    for dpi in (71, 2_401):
        assert violations(of(replace(PNG, dpi=dpi))) == invalid("settings.dpi")
    assert violations(of(replace(PNG, dpi=72, qr=replace(QR, module_size=300)))) == invalid("settings.qr.module_size")
    for module, count in ((2_749, 64), (2_752, 65)):
        qr = replace(QR, module_size=module)
        assert dots(qr, 600) == count
        assert violations(of(replace(PNG, dpi=600, qr=qr))) == (
            invalid("settings.qr.module_size") if count > 64 else []
        )
        assert violations(of(replace(PNG, format=Format.QR_SVG_ZIP, dpi=600, qr=qr))) == []


def test_a_label_has_room_for_the_smallest_qr_code() -> None:
    least = (21 + 2 * QR.quiet_zone) * QR.module_size
    for settings in (replace(ZPL, texts=()), PDF):
        assert violations(of(replace(settings, label_width=least, label_height=least))) == []
        for name in ("label_width", "label_height"):
            changed = replace(settings, **{"label_width": least, "label_height": least, name: least - 1})  # type: ignore[arg-type] # ints
            assert violations(of(changed)) == invalid(f"settings.{name}")


def test_paper_shows_letters_that_a_zebra_printer_may_not_have() -> None:
    for prefix in ("Größe ", "Łódź ", "Αθήνα ", "Серия "):
        texts = (replace(TEXT, prefix=prefix),)
        assert violations(of(replace(PDF, texts=texts))) == []
        latin = prefix == "Größe "
        assert violations(of(replace(ZPL, texts=texts))) == ([] if latin else invalid("settings.texts[0].prefix"))


def test_labels_fit_on_their_paper() -> None:
    width, height = Paper.A5.size
    full = replace(PDF, paper=Paper.A5, label_width=width - 1_000, margin_left=1_000, label_height=height)
    assert violations(of(full)) == []
    assert violations(of(replace(full, margin_left=1_001))) == invalid("settings.label_width")
    assert violations(of(replace(full, margin_top=1))) == invalid("settings.label_height")
    assert violations(of(replace(PDF, gap_down=-1))) == invalid("settings.gap_down")
    assert violations(of(replace(PDF, label_width=4_999))) == invalid("settings.label_width")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"field": ""}, required("settings.texts[0].field")),
        ({"field": "", "prefix": "Made in EU"}, []),
        ({"field": "nothing"}, invalid("settings.texts[0].field")),
        ({"prefix": "=1"}, invalid("settings.texts[0].prefix")),
        ({"prefix": "a\x1bb"}, invalid("settings.texts[0].prefix")),
        ({"prefix": "x" * 51}, invalid("settings.texts[0].prefix")),
        ({"prefix": "\u96fb\u6c60"}, invalid("settings.texts[0].prefix")),
        ({"prefix": "\u05d0"}, invalid("settings.texts[0].prefix")),
        ({"height": 499}, invalid("settings.texts[0].height")),
        ({"left": 50_000}, invalid("settings.texts[0]")),
        ({"top": -1}, invalid("settings.texts[0]")),
        ({"top": 1_999}, invalid("settings.texts[0]")),
        ({"top": 29_500}, []),
        ({"top": 29_501}, invalid("settings.texts[0]")),
    ],
)
def test_texts_of_labels(changes: dict[str, Any], expected: list[tuple[str, Reason]]) -> None:
    assert violations(of(replace(ZPL, texts=(replace(TEXT, **changes),)))) == expected


def test_where_the_arrangement_says_where_texts_are_they_do_not() -> None:
    beside = replace(ZPL, arrangement=Arrangement.BESIDE)
    assert violations(of(replace(beside, texts=(LabelText(field="code", height=2_000),)))) == []
    for left, top in ((1, 0), (0, 1), (-1, 0), (1, 2_000)):
        texts = (LabelText(field="code", height=2_000), LabelText(field="lot", left=left, top=top, height=2_000))
        assert violations(of(replace(beside, texts=texts))) == invalid("settings.texts[1]")


def test_texts_one_below_another_fit_on_the_label() -> None:
    # 0.72 of the first height, 1.5 for each other one, and a quarter below, for which there is as much above.
    text = LabelText(field="code", height=2_000)
    beside = replace(ZPL, arrangement=Arrangement.BESIDE, qr=replace(QR, module_size=170), texts=(text,) * 4)
    least = 1_440 + 3 * 3_000 + 2 * 500
    assert violations(of(replace(beside, label_height=least))) == []
    assert violations(of(replace(beside, label_height=least - 1))) == invalid("settings.texts")
    assert violations(of(replace(beside, label_height=least, texts=()))) == []


def test_labels_have_20_texts() -> None:
    assert violations(of(replace(ZPL, texts=(TEXT,) * 20))) == []
    assert violations(of(replace(ZPL, texts=(TEXT,) * 21))) == invalid("settings.texts")
