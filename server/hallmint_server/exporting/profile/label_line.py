"""The lines of text on labels."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import NamedTuple

from hallmint_server.exporting.profile.cell import Units, Value, column_of
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


def lines(texts: Sequence[LabelText], of: Units, *, zebra: bool) -> list[list[Line]]:
    """The lines on the label of each unit, printed by a Zebra printer or on paper; without those for whose field the unit has
    nothing. CellRefusedError, which names the text and the first of the units, for a value that cannot be made, that no cell
    holds either, or that the typeface does not show.
    """
    found: list[list[Line]] = [[] for _ in of.rows]
    for index, text in enumerate(texts):
        try:
            made = _column(text, of, zebra=zebra)
        except CellRefusedError as error:
            raise CellRefusedError(f"text {index + 1}, seq {of.rows[0].seq}: {error}") from None
        for on_label, each in zip(found, made, strict=True):
            if each:
                on_label.append(each)
    return found


def _column(text: LabelText, of: Units, *, zebra: bool) -> Iterator[Line | None]:
    prefix = (Run(face_of("", zebra=zebra), text.prefix),) if text.prefix else ()
    if not text.field:
        return repeat(Line(text, prefix), len(of.rows))
    face = face_of(text.field, zebra=zebra)
    values = column_of(UnitField(text.field), of)
    made: dict[Value, Line | None] = {}
    for value in dict.fromkeys(values):
        shown = "" if value is None else composed(str(value))
        if problem := cell_problem(shown) or value_not_shown(text.field, shown, zebra=zebra):
            raise CellRefusedError(f"the value {problem}")
        made[value] = Line(text, (*prefix, Run(face, shown))) if shown else None
    return map(made.__getitem__, values)


def value_not_shown(field: str, value: str, *, zebra: bool) -> str:
    """Why labels cannot show what a field says, to be read behind "the value"; empty where they can."""
    return not_shown(face_of(field, zebra=zebra), composed(value))


def composed(text: str) -> str:
    """The same text with as few combining marks as can be, which typefaces here do not place."""
    return unicodedata.normalize("NFC", text)
