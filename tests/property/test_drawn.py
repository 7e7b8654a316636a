"""Any text is what a label says and nothing else, and what fits can be drawn."""

from dataclasses import replace
from typing import Any

import zplkit.parse
from hypothesis import given, settings
from hypothesis import strategies as st

from hallmint_server.errors import Problems
from hallmint_server.exporting.drawn.zpl import escaped
from hallmint_server.exporting.profile.check import check_profile
from hallmint_server.exporting.profile.fit import obstacles
from hallmint_server.exporting.profile.label import Arrangement, LabelText, QrSettings
from hallmint_server.exporting.profile.model import CarrierProfile, Format, PdfSheetSettings, QrZipSettings, ZplSettings
from hallmint_server.exporting.profile.text import CellRefusedError
from tests.support.carrier import batch, lots, units
from tests.support.drawing import PDF, ZPL, drawing, drawn
from tests.support.zpl_field import field_texts

TEXT = st.text(st.characters(codec="utf-8"), max_size=30) | st.text(alphabet="^~\\_,>:;A5EFXZ", max_size=30)


@settings(derandomize=True, deadline=None, max_examples=500)
@given(text=TEXT)
def test_any_text_is_data_to_zpl(text: str) -> None:
    field = f"^XA^FH^FD{escaped(text)}^FS^XZ".encode("ascii")
    assert field_texts(field) == [[text]]
    commands = [bytes(each)[:3] for each in zplkit.parse.parse(field).elements if each.kind.endswith("command")]
    assert commands == [b"^XA", b"^FH", b"^FD", b"^FS", b"^XZ"]


QRS = st.builds(
    QrSettings, error_level=..., module_size=st.integers(170, 1_000), quiet_zone=st.integers(0, 8), upper_case=...
)
TEXTS = st.lists(
    st.builds(
        LabelText,
        field=st.sampled_from(
            ["", "seq", "code", "url", "gtin", "lot", "sku", "product_name", "activated_at", "batch_id"]
        ),
        prefix=st.sampled_from(["", "LOT ", "^~\\_", "Größe "]),
        left=st.integers(0, 80_000),
        top=st.integers(0, 40_000),
        height=st.integers(500, 5_000),
    ),
    max_size=3,
).map(tuple)
SIZES: dict[str, Any] = {
    "qr": QRS,
    "label_width": st.integers(20_000, 100_000),
    "label_height": st.integers(20_000, 60_000),
    "texts": TEXTS,
}
BESIDE: dict[str, Any] = {
    **SIZES,
    "arrangement": st.just(Arrangement.BESIDE),
    "texts": TEXTS.map(lambda texts: tuple(replace(text, left=0, top=0) for text in texts)),
}
SETTINGS = (
    st.builds(PdfSheetSettings, margin_left=st.integers(0, 9_000), gap_down=st.integers(0, 9_000), **SIZES)
    | st.builds(ZplSettings, dpi=st.sampled_from([203, 300, 600]), **SIZES)
    | st.builds(PdfSheetSettings, margin_left=st.integers(0, 9_000), gap_down=st.integers(0, 9_000), **BESIDE)
    | st.builds(ZplSettings, dpi=st.sampled_from([203, 300, 600]), **BESIDE)
    | st.builds(QrZipSettings, format=st.sampled_from([Format.QR_SVG_ZIP, Format.QR_PNG_ZIP]), qr=QRS, dpi=st.just(300))
)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    of=SETTINGS,
    name=TEXT,
    lot=st.sampled_from(["A", "a", "B/2+%", "%" * 20]),
    gs1=st.booleans(),
)
def test_what_may_be_published_and_fits_is_drawn(of: Any, name: str, lot: str, gs1: bool) -> None:
    draft: CarrierProfile = drawing(of)
    problems = Problems()
    check_profile(problems, draft)
    if problems.found:
        return
    changes: dict[str, Any] = {} if gs1 else {"context": "token", "company_prefix_length": None}
    facts = batch(product_name=name, lots=lots(lot), **changes)
    told = obstacles(draft, facts, packs=2)
    if not told:
        assert drawn(draft, facts, units(facts, 2))


@settings(derandomize=True, deadline=None, max_examples=200)
@given(name=TEXT)
def test_a_name_is_shown_or_refused_before(name: str) -> None:
    facts = batch(product_name=name)
    for each in (ZPL, PDF):
        draft = drawing(replace(each, label_width=200_000, texts=(replace(each.texts[2], height=500),)))
        told = obstacles(draft, facts, packs=2)
        try:
            assert drawn(draft, facts, units(facts, 1))
        except CellRefusedError:
            assert told
        else:
            assert not told
