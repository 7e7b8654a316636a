"""Archives of pictures: each is read back, and the archive is one that any program opens."""

import io
import struct
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from hallmint_server.exporting.drawn import qr_zip
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.model import QrZipSettings
from hallmint_server.exporting.profile.text import CellRefusedError
from tests.support.carrier import batch, lots, units
from tests.support.drawing import BATCHES, PDF, PNG, QR, SVG, drawing, drawn, some, upper, url
from tests.support.qr_image import rasterise, read


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def picture(name: str, data: bytes) -> Image.Image:
    if name.endswith(".svg"):
        return rasterise(data, 3)
    return Image.open(io.BytesIO(data)).convert("L")


@pytest.mark.parametrize("facts", BATCHES.values(), ids=BATCHES)
@pytest.mark.parametrize("settings", [SVG, PNG, upper(SVG), upper(PNG)])
def test_each_picture_says_the_url_of_its_unit(settings: QrZipSettings, facts: BatchFacts) -> None:
    every = some(facts)
    with opened(drawn(drawing(settings), facts, every)) as archive:
        assert archive.testzip() is None
        extension = settings.format.value.split("_")[1]
        assert archive.namelist() == [f"{unit.code}.{extension}" for unit in every]
        for unit, name in zip(every, archive.namelist(), strict=True):
            assert read(picture(name, archive.read(name))) == url(facts, unit, upper_case=settings.qr.upper_case)


@pytest.mark.parametrize("settings", [SVG, PNG])
def test_upper_case_makes_a_picture_smaller(settings: QrZipSettings) -> None:
    facts = BATCHES["serial"]
    sides = []
    for each in (settings, upper(settings)):
        with opened(drawn(drawing(each), facts, some(facts))) as archive:
            sides.append({picture(name, archive.read(name)).width for name in archive.namelist()})
    assert max(sides[1]) < min(sides[0])


def test_a_png_has_the_dots_of_its_printer() -> None:
    facts = batch(lots=())
    with opened(drawn(drawing(PNG), facts, some(facts, 1))) as archive:
        image = Image.open(io.BytesIO(archive.read(archive.namelist()[0])))
    assert image.info["dpi"] == pytest.approx((300, 300), abs=0.02)
    assert image.width % 6 == 0  # 508 micrometres


@pytest.mark.parametrize("settings", [SVG, PNG])
def test_an_archive_says_nothing_of_its_host(settings: QrZipSettings) -> None:
    facts = batch(lots=())
    every = units(facts, 1_100)  # some pieces
    data = drawn(drawing(settings), facts, every)
    assert data == drawn(drawing(settings), facts, every)
    with opened(data) as archive:
        found = archive.infolist()
        assert len({member.filename for member in found}) == 1_100
        method = zipfile.ZIP_DEFLATED if settings is SVG else zipfile.ZIP_STORED
        for member in found:
            assert (member.date_time, member.compress_type) == ((1980, 1, 1, 0, 0, 0), method)
            assert (member.create_system, member.external_attr, member.extra) == (3, 0o100644 << 16, b"")
            # No data descriptor: the sizes stand before the member, as a reader of a stream needs them.
            flags, _, _, _, _, packed, size = struct.unpack_from("<HHHHIII", data, member.header_offset + 6)
            assert (flags, packed, size) == (0, member.compress_size, member.file_size)


def test_an_archive_comes_in_pieces() -> None:
    facts = batch(lots=())
    pieces = list(qr_zip.write(facts, units(facts, 1_100), drawing(SVG)))
    assert len(pieces) == 4
    assert all(pieces)


def test_a_code_that_is_no_safe_name_or_comes_twice_is_refused() -> None:
    facts = batch(lots=())
    first, second = units(facts, 2)
    for code in ("../../etc/passwd", "A/B", "CON", first.code.lower(), first.code):
        with pytest.raises(CellRefusedError, match="seq 1"):
            drawn(drawing(SVG), facts, [first, replace(second, code=code)])


def test_an_upper_case_url_of_another_lot_is_refused() -> None:
    facts = batch(lots=lots("LOT", "lot"))
    with pytest.raises(CellRefusedError, match=r"QR code, seq 2: its lot has lower-case letters"):
        drawn(drawing(upper(SVG)), facts, units(facts, 4))
    assert drawn(drawing(SVG), facts, units(facts, 4))


def test_other_formats_are_not_for_it() -> None:
    with pytest.raises(ValueError, match="pdf_sheet is no archive"):
        list(qr_zip.write(batch(), [], drawing(PDF)))


def test_a_picture_has_its_size_and_its_quiet_zone() -> None:
    facts = batch(lots=())
    sides = []
    for quiet_zone in (0, 4):
        settings = replace(SVG, qr=replace(QR, quiet_zone=quiet_zone))
        with opened(drawn(drawing(settings), facts, some(facts, 1))) as archive:
            root = ET.fromstring(archive.read(archive.namelist()[0]))  # noqa: S314 - made here
        sides.append(int(root.attrib["viewBox"].split()[2]))
        assert float(root.attrib["width"].removesuffix("mm")) == pytest.approx(sides[-1] * 0.508)
    assert sides[1] - sides[0] == 8
