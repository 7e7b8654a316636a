"""What labels are made of: a QR code, texts, paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

_CAPITAL = 0.72
"""Heights that capitals and digits take above the baseline: what people see as the edge of a text."""
_LEADING = 1.5
"""Heights from one baseline to the next."""


class ErrorLevel(StrEnum):
    """How much of a QR code may be lost: about 7, 15, 25 or 30 percent (ISO/IEC 18004)."""

    L = "l"
    M = "m"
    Q = "q"
    H = "h"


@dataclass(frozen=True, slots=True, kw_only=True)
class QrSettings:
    """How a QR code is drawn. The size of the whole follows from the URL. In the corner of a label a larger quiet zone is a
    margin too. ISO/IEC 18004 asks for 4 modules: less is for artwork that leaves the white itself.
    """

    error_level: ErrorLevel = ErrorLevel.M
    module_size: int
    """Micrometres of one module as printed."""
    quiet_zone: int = 4
    """Modules of white on each side."""
    upper_case: bool = False
    """Encode the URL in upper case, which makes the code smaller."""


class Arrangement(StrEnum):
    """Where the QR code and the texts of a label stand: layout.py."""

    CORNER = "corner"
    """The code in the upper left corner with its quiet zone, each text where it says. As all labels were before there was
    another, so profiles that do not say it mean this one, for ever.
    """
    BESIDE = "beside"
    """The texts to the right of the code, one below another, and all of it in the middle of the label, however large the code
    of a batch is and whatever texts a unit has.
    """


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
    nothing for the field, the whole line is left out. The baseline begins at (`left`, `top`) from the upper left of the label,
    or where the arrangement has it, and then both are 0; lengths are in micrometres.
    """

    field: str = ""
    prefix: str = ""
    left: int = 0
    top: int = 0
    height: int


def baselines(texts: Sequence[LabelText]) -> list[float]:
    """The baselines of texts that stand one below another, in micrometres from the upper edge of the first one's capitals; so the
    last is the height of the whole, as people see it.
    """
    found: list[float] = []
    for text in texts:
        found.append(found[-1] + _LEADING * text.height if found else _CAPITAL * text.height)
    return found
