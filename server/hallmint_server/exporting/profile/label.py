"""What labels are made of: a QR code, texts, paper."""

from dataclasses import dataclass
from enum import StrEnum


class ErrorLevel(StrEnum):
    """How much of a QR code may be lost: about 7, 15, 25 or 30 percent (ISO/IEC 18004)."""

    L = "l"
    M = "m"
    Q = "q"
    H = "h"


@dataclass(frozen=True, slots=True, kw_only=True)
class QrSettings:
    """How a QR code is drawn. The size of the whole follows from the URL. On a label it stands in the upper left corner with its
    quiet zone, so that a larger one is a margin too. ISO/IEC 18004 asks for a quiet zone of 4 modules: less is for artwork
    that leaves the white itself.
    """

    error_level: ErrorLevel = ErrorLevel.M
    module_size: int
    """Micrometres of one module as printed."""
    quiet_zone: int = 4
    """Modules of white on each side."""
    upper_case: bool = False
    """Encode the URL in upper case, which makes the code smaller."""


class Paper(StrEnum):
    """A size of paper, upright."""

    A4 = "a4"
    A5 = "a5"
    LETTER = "letter"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in micrometres."""
        return _PAPER[self]


_PAPER = {Paper.A4: (210_000, 297_000), Paper.A5: (148_000, 210_000), Paper.LETTER: (215_900, 279_400)}


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelText:
    """A line of text: a `prefix`, and behind it what a `field` says of the unit, by a name of UnitField. Where the unit has
    nothing for the field, the whole line is left out. The baseline begins at (`left`, `top`) from the upper left of the label;
    lengths are in micrometres.
    """

    field: str = ""
    prefix: str = ""
    left: int
    top: int
    height: int
