"""Labels whose code and texts are in the middle: measured on what PDFium and zplkit make of them."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pypdfium2
import pytest
import zplkit
from PIL import Image

from hallmint_server.exporting.drawn.label_picture import picture
from hallmint_server.exporting.profile.builtin import BUILT_IN
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.fit import obstacles
from hallmint_server.exporting.profile.label import Arrangement, LabelText
from hallmint_server.exporting.profile.model import PdfSheetSettings, ZplSettings
from hallmint_server.exporting.profile.obstacle import ObstacleKind
from tests.support.carrier import Unit, batch, lots, units
from tests.support.drawing import BESIDE, PDF, QR, ZPL, drawing, drawn, some, url
from tests.support.qr_image import read_label

Box = tuple[float, float, float, float]

DPI = 300
MM = DPI / 25.4
PDF_BESIDE: PdfSheetSettings = replace(PDF, **BESIDE)
ZPL_BESIDE: ZplSettings = replace(ZPL, **BESIDE)
SHORT = LabelText(field="code", height=2_500)
SHIPPED = {
    f"{each.key}.{each.number}": each.profile
    for each in BUILT_IN.values()
    if isinstance(each.profile.settings, PdfSheetSettings | ZplSettings)
    and each.profile.settings.arrangement is Arrangement.BESIDE
}


def pictures(settings: PdfSheetSettings | ZplSettings, facts: BatchFacts, of: Sequence[Unit]) -> list[Image.Image]:
    """The labels at 300 dpi, the first of a sheet."""
    data = drawn(drawing(settings), facts, of)
    if isinstance(settings, ZplSettings):
        assert settings.dpi == DPI
        made = [each.rasterize() for each in zplkit.render(data, zplkit.Options(profile="zd621", dpi=DPI)).labels]
        return [Image.frombytes("L", (each.width, each.height), each.pixels) for each in made]
    with pypdfium2.PdfDocument(data) as document:
        sheet = document[0].render(scale=DPI / 72).to_pil().convert("L")
    left, top = settings.margin_left, settings.margin_top
    found = []
    for _ in of:
        edges = (left, top, left + settings.label_width, top + settings.label_height)
        found.append(sheet.crop(tuple(round(edge / 1_000 * MM) for edge in edges)))
        left += settings.label_width + settings.gap_across
        if left + settings.label_width > settings.paper.size[0]:
            left, top = settings.margin_left, top + settings.label_height + settings.gap_down
    return found


def dark(image: Image.Image, left: float = 0, right: float | None = None) -> Box:
    """What is not white between two edges, in millimetres of the label."""
    part = image.crop((round(left * MM), 0, round(right * MM) if right else image.width, image.height))
    box = part.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert box is not None
    return box[0] / MM + left, box[1] / MM, box[2] / MM + left, box[3] / MM


def parts(image: Image.Image, side: float) -> tuple[Box, Box]:
    """The QR code, which is `side` wide, and the texts behind it."""
    left = dark(image)[0]
    return dark(image, 0, left + side + 0.2), dark(image, left + side + 0.2)


@pytest.mark.parametrize("settings", [PDF_BESIDE, ZPL_BESIDE], ids=["PDF", "ZPL"])
@pytest.mark.parametrize("lotted", [True, False], ids=["lots", "serial"])
def test_code_and_texts_are_halfway_down_and_apart(settings: Any, lotted: bool) -> None:
    # All are capitals and digits: nothing of them reaches below a baseline.
    facts = batch(product_name="AKKU 48 V", lots=lots("LOT-1", quantity=9) if lotted else ())
    (image,) = pictures(settings, facts, some(facts, 1))
    code, texts = parts(image, 33 * 0.508)
    assert code[3] - code[1] == pytest.approx(33 * 0.508, abs=0.1)
    assert (code[1] + code[3]) / 2 == pytest.approx(20, abs=0.1)
    assert (texts[1] + texts[3]) / 2 == pytest.approx(20, abs=0.3)
    # 3 lines or 2, the last of 3 mm: the block is as high as it has lines.
    height = 0.72 * 2.5 + (1.5 * 2.5 if lotted else 0) + 1.5 * 3
    assert texts[3] - texts[1] == pytest.approx(height, abs=0.4)
    # Behind the quiet zone, with as much white at the left as at the right: for ZPL widths are an estimate.
    assert texts[0] - code[2] == pytest.approx(4 * 0.508, abs=0.3)
    assert 90 - texts[2] == pytest.approx(code[0] - 4 * 0.508, abs=0.3 if settings is PDF_BESIDE else 8)
    assert read_label(image) == url(facts, some(facts, 1)[0])


@pytest.mark.parametrize("settings", [PDF_BESIDE, ZPL_BESIDE], ids=["PDF", "ZPL"])
def test_nothing_jumps_from_label_to_label(settings: Any) -> None:
    facts = batch(product_name="AKKU", lots=lots("A", "%" * 20, quantity=1))  # versions 4 and 6
    every = units(facts, 2)
    images = pictures(settings, facts, every)
    found = [parts(image, side * 0.508) for image, side in zip(images, (33, 41), strict=True)]
    (small, first), (large, second) = found
    assert large[2] - large[0] > small[2] - small[0] + 2
    # Characters of one width; how far the first of them fills it differs.
    assert first[0] == pytest.approx(second[0], abs=0.3)
    assert sum(small[0::2]) / 2 == pytest.approx(sum(large[0::2]) / 2, abs=0.1)
    assert [read_label(image) for image in images] == [url(facts, unit) for unit in every]


def test_what_is_too_wide_or_too_high_is_told_before() -> None:
    facts = batch(lots=())
    of = replace(PDF_BESIDE, texts=(SHORT,), qr=replace(QR, module_size=500))
    side, reach = (33 + 8) * 500, round(16 * 0.6 * 2_500)  # characters of one width: 0.6 of the height
    fits = replace(of, label_width=side + reach + 100, label_height=side)
    assert obstacles(drawing(fits), facts, packs=1) == []
    for settings, words in (
        (replace(fits, label_width=side + reach - 100), "text 1 begins at 20.5 mm and is up to 24.0 mm wide"),
        (replace(fits, label_height=side - 100), "the largest QR code, of version 4, takes 20.5 x 20.5 mm"),
    ):
        (told,) = obstacles(drawing(settings), facts, packs=1)
        assert told.kind is ObstacleKind.LABEL_TOO_SMALL
        assert told.description.startswith(words)
    # At the very edge the quiet zone is still on the label.
    (image,) = pictures(fits, facts, some(facts, 1))
    assert dark(image)[0] == pytest.approx(2, abs=0.1)


def test_a_label_without_texts_has_its_code_in_the_middle() -> None:
    facts = batch(lots=())
    (image,) = pictures(replace(PDF_BESIDE, texts=()), facts, some(facts, 1))
    assert [sum(dark(image)[at::2]) / 2 for at in (0, 1)] == pytest.approx([45, 20], abs=0.1)


@pytest.mark.parametrize("name", SHIPPED)
def test_those_that_come_with_hallmint_take_what_the_version_before_took(name: str) -> None:
    key, number = name.rsplit(".", 1)
    before, now = BUILT_IN[key, int(number) - 1].profile, SHIPPED[name]
    for length in range(4, 60):
        for lot in ("", "A", "A" * 10, "W" * 10, "W" * 20):
            facts = batch(resolver_base_url=f"https://{'a' * length}.eu", lots=lots(lot) if lot else ())
            if not obstacles(before, facts, packs=1):
                assert obstacles(now, facts, packs=1) == [], (length, lot)


@pytest.mark.parametrize("name", SHIPPED)
def test_those_that_come_with_hallmint_have_a_margin_all_round(name: str) -> None:
    settings = SHIPPED[name].settings
    assert isinstance(settings, PdfSheetSettings | ZplSettings)
    if isinstance(settings, ZplSettings):
        settings = replace(settings, dpi=DPI)
    facts = batch()
    (image,) = pictures(settings, facts, some(facts, 1))
    left, top, right, bottom = dark(image)
    width, height = settings.label_width / 1_000, settings.label_height / 1_000
    assert min(left, width - right) >= 3
    assert top == pytest.approx(height - bottom, abs=0.2)
    assert left == pytest.approx(width - right, abs=4)


@pytest.mark.parametrize("settings", [PDF_BESIDE, ZPL_BESIDE], ids=["PDF", "ZPL"])
def test_a_preview_has_things_where_they_are_printed(settings: Any) -> None:
    facts = batch(product_name="AKKU", lots=())
    svg = picture(facts, some(facts, 1), drawing(settings)).decode()
    (image,) = pictures(settings, facts, some(facts, 1))
    code, texts = parts(image, 33 * 0.508)
    x, y = (float(each) for each in svg.split("translate(")[1].split(")")[0].split())
    assert (x / 1_000, y / 1_000) == pytest.approx(code[:2], abs=0.1)
    lines = [dict(pair.split('="') for pair in part.split('" ')[:3]) for part in svg.split("<text ")[1:]]
    assert float(lines[0]["x"]) / 1_000 == pytest.approx(texts[0], abs=0.3)
    assert all(float(a["y"]) < float(b["y"]) for a, b in pairwise(lines))
