"""Sheets of labels: drawn by PDFium, and each label read back within its own box."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import pypdfium2
import pytest
from PIL import Image

from hallmint_server.exporting.drawn import pdf_sheet
from hallmint_server.exporting.profile.builtin import BUILT_IN
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.label import LabelText, Paper
from hallmint_server.exporting.profile.model import PdfSheetSettings
from hallmint_server.exporting.profile.text import CellRefusedError
from tests.support.carrier import batch, lots, units
from tests.support.drawing import BATCHES, PDF, QR, ZPL, drawing, drawn, label_lines, some, upper, url
from tests.support.qr_image import read_label

DPI = 300
SHIPPED = {
    f"{each.key}.{each.number}": each.profile.settings
    for each in BUILT_IN.values()
    if isinstance(each.profile.settings, PdfSheetSettings)
}


class Label(NamedTuple):
    image: Image.Image
    texts: list[str]


def boxes(settings: PdfSheetSettings) -> list[tuple[int, int, int, int]]:
    """Left, top, right and bottom of each label in micrometres, reckoned in another way than the writer's."""
    width, height = settings.paper.size
    across = (width - settings.margin_left + settings.gap_across) // (settings.label_width + settings.gap_across)
    down = (height - settings.margin_top + settings.gap_down) // (settings.label_height + settings.gap_down)
    found = []
    for row in range(down):
        for column in range(across):
            left = settings.margin_left + column * (settings.label_width + settings.gap_across)
            top = settings.margin_top + row * (settings.label_height + settings.gap_down)
            found.append((left, top, left + settings.label_width, top + settings.label_height))
    return found


def labels(data: bytes, settings: PdfSheetSettings) -> Iterator[Label]:
    """The labels in order, empty ones too; what is drawn of a sheet lies in their boxes."""
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            width, height = page.get_size()
            assert (width / 72 * 25_400, height / 72 * 25_400) == pytest.approx(settings.paper.size, abs=10)
            sheet = page.render(scale=DPI / 72).to_pil().convert("L")
            rest, words = sheet.copy(), page.get_textpage()
            for box in boxes(settings):
                at = tuple(round(edge * DPI / 25_400) for edge in box)
                left, top, right, bottom = (edge / 25_400 * 72 for edge in box)
                text = words.get_text_bounded(left, height - bottom, right, height - top)
                yield Label(sheet.crop(at), text.split("\r\n") if text else [])
                rest.paste(255, at)
            assert rest.getextrema() == (255, 255)


@pytest.mark.parametrize("facts", BATCHES.values(), ids=BATCHES)
@pytest.mark.parametrize("settings", [PDF, upper(PDF)])
def test_each_label_says_its_unit_in_its_box(settings: PdfSheetSettings, facts: BatchFacts) -> None:
    every = some(facts, 17)  # 12 on a sheet
    found = list(labels(drawn(drawing(settings), facts, every), settings))
    assert len(found) == -(-len(every) // len(boxes(settings))) * len(boxes(settings))
    for unit, label in zip(every, found, strict=False):
        assert read_label(label.image) == url(facts, unit, upper_case=settings.qr.upper_case)
        assert label.texts == label_lines(facts, unit)
    for label in found[len(every) :]:
        assert label.image.getextrema() == (255, 255)
        assert label.texts == []


@pytest.mark.parametrize("settings", SHIPPED.values(), ids=SHIPPED)
def test_the_sheets_that_come_with_hallmint(settings: PdfSheetSettings) -> None:
    facts = batch(lots=lots("LOT-1", "B/2+%", quantity=20))
    every = units(facts, 40)
    found = list(labels(drawn(drawing(settings), facts, every), settings))
    assert len(boxes(settings)) == {Paper.A4: 24, Paper.LETTER: 30}[settings.paper]
    for unit, label in zip(every, found, strict=False):
        assert read_label(label.image) == url(facts, unit)
        assert label.texts == [unit.code, f"LOT {facts.lot_of(unit.seq)}", f"GTIN {facts.gtin}"]


def test_a_code_stands_in_the_upper_left_corner_at_its_size() -> None:
    facts = batch(lots=())
    settings = replace(PDF, texts=(), qr=replace(QR, module_size=25_400 * 6 // DPI))  # 6 pixels
    label = next(labels(drawn(drawing(settings), facts, some(facts, 1)), settings))
    found = label.image.point(lambda value: 255 - value).getbbox()
    assert found is not None
    # Version 4, a quiet zone of 4 modules; edges may fall between two pixels.
    assert found == pytest.approx((24, 24, 24 + 33 * 6, 24 + 33 * 6), abs=1)


def test_upper_case_makes_a_code_smaller() -> None:
    facts = batch(lots=())
    widths = []
    for settings in (replace(PDF, texts=()), replace(upper(PDF), texts=())):
        found = next(labels(drawn(drawing(settings), facts, some(facts, 1)), settings)).image
        box = found.point(lambda value: 255 - value).getbbox()
        assert box is not None
        widths.append(box[2] - box[0])
    assert widths[0] - widths[1] == pytest.approx(4 * 6, abs=1)  # a version less, 6 pixels a module


@pytest.mark.parametrize(
    "name", ["Größe „L“ €", "Łódź Ťř ő ğ", "Μπαταρία", "Батарея ЭКО", "a^b~c\\d_(e)%", "Cafe\u0301", "48\u00a0V"]
)
def test_names_are_shown_as_they_are(name: str) -> None:
    facts = batch(product_name=name, lots=())
    label = next(labels(drawn(drawing(PDF), facts, some(facts, 1)), PDF))
    composed = {"Cafe\u0301": "Café", "48\u00a0V": "48 V"}.get(name, name)
    assert label.texts[-1].replace("\u00a0", " ") == composed


@pytest.mark.parametrize("name", ["電池", "בטרייה", "بطارية", "a\u0300\u0301", "\u200bx", "🔋", "क"])
def test_what_the_fonts_do_not_show_is_refused(name: str) -> None:
    facts = batch(product_name=name)
    with pytest.raises(CellRefusedError, match=r"text 3, seq 0: the value holds U\+[0-9A-F]{4,5}, which labels do not"):
        drawn(drawing(PDF), facts, some(facts))


def test_its_bytes_are_those_of_its_arguments() -> None:
    facts = batch(product_name="Größe Ł")
    data = drawn(drawing(PDF), facts, some(facts))
    assert data == drawn(drawing(PDF), facts, some(facts))
    program = (
        "from tests.support.drawing import *; import hashlib\n"
        "facts = batch(product_name='Größe Ł')\n"
        "print(hashlib.sha256(drawn(drawing(PDF), facts, some(facts))).hexdigest())"
    )
    other = {
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert other == {f"{hashlib.sha256(data).hexdigest()}\n"}


def test_a_document_says_what_it_is_and_has_its_fonts() -> None:
    facts = batch()
    data = drawn(drawing(PDF), facts, some(facts))
    with pypdfium2.PdfDocument(data) as document:
        said = document.get_metadata_dict()
    assert said["Title"] == "Labels of NL-BAT-48V"
    assert said["Subject"] == f"Batch {facts.batch_id}, units 0 to 3"
    assert said["CreationDate"].startswith("D:20000101")
    assert b"/PrintScaling /None" in data
    assert data.count(b"/FontFile2") == 2
    assert data.index(b"%PDF-") == 0


def test_text_that_a_pdf_would_take_for_its_own() -> None:
    texts = (LabelText(prefix="(\\) Tj ET", left=35_000, top=5_000, height=2_500),)
    facts = batch(lots=())
    settings = replace(PDF, texts=texts)
    label = next(labels(drawn(drawing(settings), facts, some(facts, 1)), settings))
    assert label.texts == ["(\\) Tj ET"]


def test_other_formats_are_not_for_it() -> None:
    with pytest.raises(ValueError, match="zpl is no PDF"):
        list(pdf_sheet.write(batch(), [], drawing(ZPL)))
