"""What stands in one cell of a product sheet: text, a GTIN, or the JSON of attributes."""

import json
import math
import re
from typing import Any, NoReturn

from mintcore import IdentifierError, check_gtin

_FORMULA = frozenset("=+-@\t\r")  # OWASP, CSV Injection: what a spreadsheet takes for a formula
_UNSEEN = "\\s\\u00ad\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufeff"
_HIDDEN_FORMULA = re.compile(f"[\\t\\r\\n]|[{_UNSEEN}]*[=+\\-@\\uff1d\\uff0b\\uff0d\\uff20]")
"""The same with what a spreadsheet skips before it; and full-width signs, which some languages' versions take for plain ones."""
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")  # Unicode UAX 9, 2.1 to 2.3: embeddings, overrides, isolates
_GTIN_LENGTHS = (8, 12, 13, 14)
_DEPTH_MOST = 64  # more than attributes may have, and few enough for the parser, which recurses
_JSON_BEGINS = frozenset("-0123456789{[")
_JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_JSON_SPACE = " \t\r\n"
_SHOWN_MOST = 40


class CellError(ValueError):
    """What is wrong with a cell, to be read behind the name of its column."""


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may take a text for a formula. Packs hold no such cell (exporting/profile/text.py)."""
    return _HIDDEN_FORMULA.match(text) is not None


def check_text(text: str) -> None:
    """Refuse what a spreadsheet takes for a formula when the catalogue is written to a sheet again. Raises CellError."""
    if text[0] in _FORMULA:
        raise CellError(f"begins with {show(text[0])}, which a spreadsheet takes for a formula")


def check_line(text: str) -> None:
    """Refuse an empty cell, a formula and what cannot be seen in a line of text. Raises CellError."""
    if text.isprintable() and text.strip() and not is_formula(text):
        return
    if not text.strip():
        raise CellError("is required")
    check_text(text)
    if turning := _TURNING.search(text):
        raise CellError(f"holds U+{ord(turning[0]):04X}, which turns the direction of writing")
    if text.isprintable():
        raise CellError("begins with what a spreadsheet takes for a formula")
    unseen = next(c for c in text if not c.isprintable())
    raise CellError(f"holds U+{ord(unseen):04X}, which is a control character or cannot be seen")


def read_gtin(text: str) -> str:
    """A GTIN of 8, 12, 13 or 14 digits as 14, zeros on the left (GS1 General Specifications, 3.3.2). Raises CellError."""
    if not (text.isascii() and text.isdigit()):
        raise CellError("must be digits only; in a spreadsheet, give the column the format Text")
    if len(text) not in _GTIN_LENGTHS:
        raise CellError(
            f"has {len(text)} digits and must have 8, 12, 13 or 14; a spreadsheet drops zeros on the left"
            " unless the column has the format Text"
        )
    gtin = text.zfill(14)
    try:
        check_gtin(gtin)
    except IdentifierError as error:
        raise CellError(f"must have a right check digit: {error}") from None
    return gtin


def read_object(text: str) -> dict[str, Any]:
    """The JSON object of an `attributes` cell. Raises CellError."""
    value = _parse(text.strip(_JSON_SPACE))
    if not isinstance(value, dict):
        raise CellError("must be a JSON object")
    return value


def read_value(text: str) -> Any:
    """The value of an `attributes.<path>` cell: a JSON number, boolean, object or array, or else the text as it stands.
    Raises CellError.
    """
    trimmed = text.strip(_JSON_SPACE)
    if trimmed == "true":
        return True
    if trimmed == "false":
        return False
    if trimmed[:1] in _JSON_BEGINS:
        value = _parse(trimmed)
        if value is not None:
            return value
    check_text(text)
    return text


def show(text: str) -> str:
    """Somebody else's text within a sentence: short, and with nothing that cannot be seen."""
    return repr(text) if len(text) <= _SHOWN_MOST else f"{text[:_SHOWN_MOST]!r} and so on"


def _parse(text: str) -> Any:
    """JSON, or None where the text is none."""
    if text[:1] in ("{", "[") and _is_deep(text):
        raise CellError(f"is JSON nested more than {_DEPTH_MOST} deep")
    try:
        value, end = _DECODER.raw_decode(text)
    except json.JSONDecodeError:
        return None
    except CellError:
        raise
    except ValueError:
        raise CellError("holds a number of too many digits") from None
    if end != len(text):
        return None
    if "\\u" in text:
        _check_characters(value)
    return value


def _is_deep(text: str) -> bool:
    if text.count("{") + text.count("[") <= _DEPTH_MOST:
        return False
    depth = 0
    for char in _JSON_STRING.sub("", text):
        if char in "{[":
            depth += 1
            if depth > _DEPTH_MOST:
                return True
        elif char in "}]":
            depth -= 1
    return False


def _check_characters(value: Any) -> None:
    """Refuse what JSON can write and no database stores: halves of surrogate pairs, and U+0000."""
    text = json.dumps(value, ensure_ascii=False)
    if "\\u0000" in text.replace("\\\\", ""):
        raise CellError("holds the character U+0000")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise CellError("holds half of a surrogate pair") from None


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise CellError(f"holds a number too large: {show(text)}")
    return number


def _no_number(text: str) -> NoReturn:
    raise CellError(f"holds {text}, which is no JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise CellError(f"holds {show(next(n for n in names if names.count(n) > 1))} twice in one JSON object")
    return found


_DECODER = json.JSONDecoder(parse_float=_finite, parse_constant=_no_number, object_pairs_hook=_unique)
