"""Pictures of QR codes, read back."""

import re
from xml.etree import ElementTree as ET

import zxingcpp
from PIL import Image

_STEP = re.compile(r"([mhvz])(-?\d+)?(?: ?(-?\d+))?")


def rasterise(svg: bytes, scale: int) -> Image.Image:
    """The image of an SVG: each upright edge of its path flips what is right of it."""
    root = ET.fromstring(svg)  # noqa: S314 - made here
    side = int(root.attrib["viewBox"].split()[2])
    (path,) = root.iter("{http://www.w3.org/2000/svg}path")
    assert path.attrib["fill-rule"] == "evenodd"
    dark = [[False] * (side + 1) for _ in range(side)]
    pen = start = (0, 0)
    commands = path.attrib["d"]
    assert _STEP.sub("", commands) == ""
    for command, first, second in _STEP.findall(commands):
        before = pen
        if command == "m":
            pen = start = (pen[0] + int(first), pen[1] + int(second))
            continue
        if command == "h":
            pen = (pen[0] + int(first), pen[1])
        elif command == "v":
            pen = (pen[0], pen[1] + int(first))
        else:
            pen = start
        for row in dark[min(before[1], pen[1]) : max(before[1], pen[1])]:
            row[pen[0] :] = [not module for module in row[pen[0] :]]
    image = Image.new("L", (side, side), 255)
    image.putdata([0 if module else 255 for row in dark for module in row[:side]])
    return image.resize((side * scale, side * scale), Image.Resampling.NEAREST)


def read(image: Image.Image) -> str:
    """What a picture of nothing but a QR code says."""
    (found,) = zxingcpp.read_barcodes(image, is_pure=True)
    # GS1 General Specifications, table 5-2: a QR Code with a Digital Link has no ECI and no FNC1.
    assert found.symbology_identifier == "]Q1"
    return str(found.text)


def read_label(image: Image.Image) -> str:
    """What the one code on a label says."""
    (found,) = zxingcpp.read_barcodes(image)
    assert found.symbology_identifier == "]Q1"
    return str(found.text)
