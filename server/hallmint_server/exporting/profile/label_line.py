"""The lines of text on the label of one unit."""

import unicodedata
from typing import NamedTuple

from hallmint_server.exporting.profile.cell import UnitValues, value_of
from hallmint_server.exporting.profile.field import UnitField
from hallmint_server.exporting.profile.label import LabelText
from hallmint_server.exporting.profile.text import CellRefusedError, cell_problem
from hallmint_server.exporting.profile.typeface import Face, face_of, not_shown, width


class Run(NamedTuple):
    """Characters in one typeface."""

    face: Face
    text: str


class Line(NamedTuple):
    """One line: what the profile says of it, and its characters."""

    of: LabelText
    runs: tuple[Run, ...]

    @property
    def width(self) -> float:
        """In micrometres; an estimate for ZPL."""
        return sum(width(run.face, run.text) for run in self.runs) * self.of.height


def line(index: int, text: LabelText, values: UnitValues, *, zebra: bool) -> Line | None:
    """One of a profile's texts on the label of a unit, printed by a Zebra printer or on paper; None where the unit has nothing
    for its field. CellRefusedError, which names text and unit, for a value that cannot be made, that no cell holds either, or
    that the typeface does not show.
    """
    value = ""
    if text.field:
        try:
            found = value_of(UnitField(text.field), values)
        except CellRefusedError as error:
            raise CellRefusedError(f"text {index + 1}, seq {values.unit.seq}: {error}") from None
        if found is None or found == "":
            return None
        value = composed(str(found))
    if problem := cell_problem(value) or value_not_shown(text.field, value, zebra=zebra):
        raise CellRefusedError(f"text {index + 1}, seq {values.unit.seq}: the value {problem}")
    runs = (Run(face_of("", zebra=zebra), text.prefix), Run(face_of(text.field, zebra=zebra), value))
    return Line(text, tuple(run for run in runs if run.text))


def value_not_shown(field: str, value: str, *, zebra: bool) -> str:
    """Why labels cannot show what a field says, to be read behind "the value"; empty where they can."""
    return not_shown(face_of(field, zebra=zebra), composed(value))


def composed(text: str) -> str:
    """The same text with as few combining marks as can be, which typefaces here do not place."""
    return unicodedata.normalize("NFC", text)
