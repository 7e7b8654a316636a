"""What a cell may not hold, whatever the format."""

import re

from hallmint_server.catalog.sheet_cell import is_formula
from hallmint_server.errors import PublicError

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]|^\ufeff")
"""What CSV readers stop at or drop, half characters, and what would be taken for a byte order mark."""


class CellRefusedError(PublicError):
    """A value cannot stand in a pack of this profile. The message names the column and the unit and shows none of the value."""


def cell_problem(text: str) -> str:
    """Why a text may be no cell, to be read behind "the value"; empty where it may."""
    if text.isascii() and text.isprintable() and text[:1] not in " =+-@":
        return ""  # nearly every cell, a million times in an export: neither pattern could match
    if is_formula(text):
        return "begins with what a spreadsheet takes for a formula"
    if found := _CONTROL.search(text):
        return f"holds U+{ord(found[0]):04X}, which is a control character, half a character or a byte order mark"
    return ""
