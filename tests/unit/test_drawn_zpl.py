"""Labels in ZPL: rendered by zplkit, read back, and harmless whatever their texts are."""

import re
from dataclasses import replace

import pytest
import zplkit
import zplkit.parse
from PIL import Image

from hallmint_server.exporting.drawn import zpl
from hallmint_server.exporting.profile.builtin import BUILT_IN
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.label import LabelText
from hallmint_server.exporting.profile.model import ZplSettings
from hallmint_server.exporting.profile.text import CellRefusedError
from tests.support.carrier import Unit, batch, lots, units
from tests.support.drawing import BATCHES, PDF, QR, ZPL, drawing, drawn, label_lines, some, upper, url
from tests.support.qr_image import read_label
from tests.support.zpl_field import field_texts

ASCII = tuple(text for text in ZPL.texts if text.field != "product_name")
"""zplkit has only the ASCII letters of font 0."""
SHIPPED = {
    f"{each.key}.{each.number}": each.profile.settings
    for each in BUILT_IN.values()
    if isinstance(each.profile.settings, ZplSettings)
}


def rendered(data: bytes, dpi: int) -> list[Image.Image]:
    document = zplkit.render(data, zplkit.Options(profile="zd621", dpi=dpi))
    rasters = [label.rasterize() for label in document.labels]
    return [Image.frombytes("L", (raster.width, raster.height), raster.pixels) for raster in rasters]


@pytest.mark.parametrize("facts", BATCHES.values(), ids=BATCHES)
@pytest.mark.parametrize("settings", [ZPL, upper(ZPL)])
def test_each_label_says_its_unit(settings: ZplSettings, facts: BatchFacts) -> None:
    every = some(facts)
    texts = [label_lines(facts, unit) for unit in every]
    assert field_texts(drawn(drawing(settings), facts, every)) == texts
    shown = replace(settings, texts=ASCII)
    for unit, image in zip(every, rendered(drawn(drawing(shown), facts, every), ZPL.dpi), strict=True):
        assert read_label(image) == url(facts, unit, upper_case=settings.qr.upper_case)


@pytest.mark.parametrize("settings", SHIPPED.values(), ids=SHIPPED)
def test_the_labels_that_come_with_hallmint(settings: ZplSettings) -> None:
    facts = batch(lots=lots("LOT-1", "B/2+%", quantity=20))
    every = units(facts, 40)
    for unit, image in zip(every, rendered(drawn(drawing(settings), facts, every), settings.dpi), strict=True):
        assert image.size == (round(50 / 25.4 * settings.dpi), round(30 / 25.4 * settings.dpi))
        assert read_label(image) == url(facts, unit)


@pytest.mark.parametrize(
    ("dpi", "module", "dots"), [(152, 500, 2), (203, 400, 3), (300, 508, 6), (600, 424, 10), (300, 85, 1)]
)
def test_a_code_stands_at_the_dot(dpi: int, module: int, dots: int) -> None:
    facts = batch(lots=())
    settings = replace(ZPL, dpi=dpi, qr=replace(QR, module_size=module), texts=())
    (image,) = rendered(drawn(drawing(settings), facts, some(facts, 1)), dpi)
    box = image.point(lambda value: 255 - value).getbbox()
    assert box == (4 * dots, 4 * dots, 37 * dots, 37 * dots)  # version 4, a quiet zone of 4 modules
    small = image.crop(box).resize((33, 33), Image.Resampling.NEAREST)
    assert small.resize((33 * dots, 33 * dots), Image.Resampling.NEAREST).tobytes() == image.crop(box).tobytes()


def test_upper_case_makes_a_code_smaller() -> None:
    facts = batch(lots=())
    made = [drawn(drawing(replace(of, texts=())), facts, some(facts, 1)) for of in (ZPL, upper(ZPL))]
    boxes = [rendered(data, 300)[0].point(lambda value: 255 - value).getbbox() for data in made]
    assert [box and box[2] - box[0] for box in boxes] == [33 * 6, 29 * 6]


def test_a_text_stands_on_its_baseline() -> None:
    facts = batch(lots=())
    text = LabelText(prefix="HALLMINT", left=40_000, top=20_000, height=5_000)
    (image,) = rendered(drawn(drawing(replace(ZPL, texts=(text,))), facts, some(facts, 1)), 300)
    right = image.crop((400, 0, image.width, image.height))
    box = right.point(lambda value: 255 - value).getbbox()
    assert box is not None
    assert box[0] + 400 == pytest.approx(40 * 300 / 25.4, abs=6)
    assert box[3] == pytest.approx(20 * 300 / 25.4, abs=3)
    assert box[1] >= 15 * 300 / 25.4


HARMFUL = ["a^XZ^XA^FDx", "~JA", "\\&", "^FS^JUF", "_5E", ",", "a~b^c\\d_e", "^CC#", "Größe „L“ €", "x" * 200]


@pytest.mark.parametrize("name", HARMFUL)
def test_texts_are_no_commands(name: str) -> None:
    facts, tame = batch(product_name=name), batch(product_name="tame")
    every = some(facts)
    data = drawn(drawing(ZPL), facts, every)
    assert field_texts(data) == [label_lines(facts, unit) for unit in every]
    assert kinds(data) == kinds(drawn(drawing(ZPL), tame, every))
    assert data.isascii()


def kinds(data: bytes) -> list[bytes]:
    """The names of the commands in order."""
    return [bytes(element)[:3] for element in zplkit.parse.parse(data).elements if element.kind.endswith("command")]


def test_prefixes_are_no_commands() -> None:
    text = LabelText(prefix="^XZ~JA_5E ", field="code", left=40_000, top=20_000, height=2_000)
    facts = batch()
    data = drawn(drawing(replace(ZPL, texts=(text,))), facts, some(facts, 1))
    assert field_texts(data) == [[f"^XZ~JA_5E {some(facts, 1)[0].code}"]]


@pytest.mark.parametrize("name", ["電池", "Łódź", "Батарея", "a\u0300\u0301"])
def test_what_printers_may_not_have_is_refused(name: str) -> None:
    facts = batch(product_name=name)
    with pytest.raises(
        CellRefusedError, match=r"text 3, seq 0: the value holds U\+[0-9A-F]{4}, which labels do not show"
    ):
        drawn(drawing(ZPL), facts, some(facts))


def test_its_bytes_are_those_of_its_arguments() -> None:
    facts = batch()
    assert drawn(drawing(ZPL), facts, some(facts)) == drawn(drawing(ZPL), facts, some(facts))
    first: list[Unit] = units(batch(lots=()), 700)
    pieces = list(zpl.write(batch(lots=()), first, drawing(ZPL)))
    assert len(pieces) == 2
    assert b"".join(pieces).count(b"^XA") == b"".join(pieces).count(b"^XZ") == 700


def test_a_label_is_these_bytes() -> None:
    """What factories set their printers up for."""
    facts = batch()
    data = drawn(drawing(replace(ZPL, qr=replace(QR, module_size=170, upper_case=True))), facts, some(facts, 1))
    begin, graphic, *rest = data.decode().splitlines()
    assert begin == "^XA^CI28^LH0,0^FWN,0^PW1063^LL472"
    assert re.fullmatch(r"\^FO8,8\^GFA,(\d+),\1,\d+,[0-9A-F:,]+\^FS", graphic)
    assert rest == [
        "^FT413,94^A0N,30,30^FH^FDMH8VVDHXX11PZRCT^FS",
        "^FT413,142^A0N,30,30^FH^FDLOT LOT-1^FS",
        "^FT413,201^A0N,35,35^FH^FDAkku 48 V_2C _E2_80_9EGr_C3_B6_C3_9Fe L_E2_80_9C^FS",
        "^XZ",
    ]


def test_other_formats_are_not_for_it() -> None:
    with pytest.raises(ValueError, match="pdf_sheet is not ZPL"):
        list(zpl.write(batch(), [], drawing(PDF)))
