"""What the texts of labels are set in: which characters it has, and how wide they are."""

import unicodedata
from enum import StrEnum
from functools import cache
from importlib.resources import files
from io import BytesIO
from string import digits

from reportlab.pdfbase.ttfonts import TTFont

from hallmint_server.exporting.profile.field import UnitField
from hallmint_server.exporting.profile.label import LabelText

_KNOWN = frozenset({UnitField.GTIN, UnitField.LOT, UnitField.SKU, UnitField.PRODUCT_NAME, UnitField.BATCH_ID})
"""What a batch says of all its units, or of those of a lot."""
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_ZEBRA_DIGIT, _ZEBRA_OTHER = 0.5, 0.65
"""Heights. In what zplkit took from printers, digits are 0.47 wide, and capitals 0.44 to 0.81. Of our codes, one in 30 million is
wider than 16 of the second.
"""
_EM = 1_000


class Face(StrEnum):
    """A typeface. The first two lie in `font/` and become part of each PDF, so that it prints alike everywhere; they have Latin,
    Greek and Cyrillic letters. The third is the printer's own.
    """

    SANS = "LiberationSans-Regular"
    MONO = "LiberationMono-Regular"
    ZEBRA = "font 0 of ZPL"


def face_of(field: str, *, zebra: bool) -> Face:
    """What a field is set in, and what stands before one (empty). On paper, what differs from unit to unit gets characters of one
    width, so that it is known before whether every label has room for it: label_fit.py.
    """
    if zebra:
        return Face.ZEBRA
    return Face.SANS if not field or field in _KNOWN else Face.MONO


def width(face: Face, text: str) -> float:
    """How wide a text is, in heights; an estimate for ZEBRA."""
    if face is Face.ZEBRA:
        return sum(_ZEBRA_DIGIT if char in digits else _ZEBRA_OTHER for char in text)
    widths: dict[int, float] = pdf_font(face).face.charWidths
    return sum(widths.get(ord(char), _EM) for char in text) / _EM


def below_baseline(text: LabelText) -> int:
    """How far letters reach below the baseline, in micrometres; above it they take at most the height."""
    return text.height // 4


def not_shown(face: Face, text: str) -> str:
    """What of a text a face does not show as it should be, to be read behind "the value"; empty where it shows all. Nothing here
    joins letters, places marks or writes from right to left.
    """
    char = next((char for char in text if not _shows(face, char)), "")
    return char and f"holds U+{ord(char):04X}, which labels do not show"


@cache
def pdf_font(face: Face) -> TTFont:
    """The font of a PDF, under the face's name. ZEBRA has none."""
    return TTFont(face.value, BytesIO(files(__package__).joinpath("font", f"{face}.ttf").read_bytes()))


@cache
def _shows(face: Face, char: str) -> bool:
    if unicodedata.category(char)[0] in "CM" or unicodedata.bidirectional(char) in _RIGHT_TO_LEFT:
        return False
    if face is Face.ZEBRA:
        return char.encode("cp1252", "ignore") != b""  # what every Zebra printer has
    return ord(char) in pdf_font(face).face.charToGlyph
