"""Whether the settings of a format can be: sizes, labels on their paper, texts on their labels."""

import re

from hallmint_server.catalog.sheet_cell import CellError, check_line
from hallmint_server.errors import Problems, Reason
from hallmint_server.exporting.profile.field import UnitField
from hallmint_server.exporting.profile.label import Arrangement, LabelText, QrSettings, baselines
from hallmint_server.exporting.profile.model import (
    Format,
    PdfSheetSettings,
    QrZipSettings,
    Settings,
    XlsxSettings,
    ZplSettings,
)
from hallmint_server.exporting.profile.typeface import Face, below_baseline, face_of, not_shown

TEXTS_MOST = 20
PREFIX_MOST = 50
MODULE_SIZES = range(100, 5_001)
"""Micrometres."""
QUIET_ZONES = range(21)
"""Modules."""
IMAGE_DPI = range(72, 2_401)
IMAGE_DOTS = range(1, 65)
"""Dots in a module of an image that mintcore draws."""
ZEBRA_DPI = (152, 203, 300, 600)
"""What Zebra's print heads have: 6, 8, 12 and 24 dots in a millimetre."""
MAGNIFICATIONS = range(1, 11)
"""Dots in a module that ^BQ of ZPL II takes. Ours are graphics, but one of more dots would be larger than ^GF takes."""
INCH = 25_400
"""Micrometres."""

_LABEL_SIZES = range(5_000, 500_001)
_LENGTHS = range(500_001)
_HEIGHTS = range(500, 100_001)
_SMALLEST = 21  # modules of a QR code of version 1
_SHEET_MOST = 31
_NO_SHEET = re.compile(r"[\[\]:*?/\\]|^'|'$")
_FIELDS = frozenset(UnitField)


def check_settings(problems: Problems, settings: Settings) -> None:
    """Note what is wrong with the settings of a format. CSV, NDJSON and Parquet have choices alone, none of them wrong."""
    if isinstance(settings, XlsxSettings):
        _check_sheet(problems, settings.sheet)
    if isinstance(settings, QrZipSettings | PdfSheetSettings | ZplSettings):
        _check_qr(problems, settings.qr)
    if isinstance(settings, QrZipSettings):
        _check_range(problems, "settings.dpi", settings.dpi, IMAGE_DPI)
        _check_image(problems, settings)
    if isinstance(settings, ZplSettings):
        _check_zpl(problems, settings)
    if isinstance(settings, PdfSheetSettings):
        _check_sheet_of_labels(problems, settings)
    if isinstance(settings, PdfSheetSettings | ZplSettings):
        _check_range(problems, "settings.label_width", settings.label_width, _LABEL_SIZES)
        _check_range(problems, "settings.label_height", settings.label_height, _LABEL_SIZES)
        _check_room(problems, settings)
        _check_texts(problems, settings)


def dots(qr: QrSettings, dpi: int) -> int:
    """Dots of a printer in one module: as many as fit, so that what is printed is never larger than asked for."""
    return qr.module_size * dpi // INCH


def _check_range(problems: Problems, field: str, value: int, allowed: range) -> None:
    if value not in allowed:
        words = f"{field} must be {allowed.start:,} to {allowed.stop - 1:,}"
        problems.add(Reason.FIELD_INVALID, field, words)


def _check_qr(problems: Problems, qr: QrSettings) -> None:
    _check_range(problems, "settings.qr.module_size", qr.module_size, MODULE_SIZES)
    _check_range(problems, "settings.qr.quiet_zone", qr.quiet_zone, QUIET_ZONES)


def _check_image(problems: Problems, settings: QrZipSettings) -> None:
    if settings.dpi not in IMAGE_DPI or settings.qr.module_size not in MODULE_SIZES:
        return
    field, count = "settings.qr.module_size", dots(settings.qr, settings.dpi)
    if count < IMAGE_DOTS.start:
        words = f"{field} must be at least one dot, {INCH / settings.dpi:.0f} at {settings.dpi} dpi"
        problems.add(Reason.FIELD_INVALID, field, words)
    elif settings.format is Format.QR_PNG_ZIP and count not in IMAGE_DOTS:
        words = f"{field} must be at most {IMAGE_DOTS.stop - 1} dots in a PNG, and is {count} at {settings.dpi} dpi"
        problems.add(Reason.FIELD_INVALID, field, words)


def _check_zpl(problems: Problems, settings: ZplSettings) -> None:
    if settings.dpi not in ZEBRA_DPI:
        words = f"settings.dpi must be one of {', '.join(map(str, ZEBRA_DPI))}"
        problems.add(Reason.FIELD_INVALID, "settings.dpi", words)
    elif settings.qr.module_size in MODULE_SIZES and dots(settings.qr, settings.dpi) not in MAGNIFICATIONS:
        least, most = (-(-n * INCH // settings.dpi) for n in (MAGNIFICATIONS.start, MAGNIFICATIONS.stop))
        words = f"settings.qr.module_size must be {least:,} to {most - 1:,} at {settings.dpi} dpi: 1 to 10 dots in ZPL"
        problems.add(Reason.FIELD_INVALID, "settings.qr.module_size", words)


def _check_sheet_of_labels(problems: Problems, settings: PdfSheetSettings) -> None:
    for name in ("margin_left", "margin_top", "gap_across", "gap_down"):
        _check_range(problems, f"settings.{name}", getattr(settings, name), _LENGTHS)
    width, height = settings.paper.size
    for field, used, whole in (
        ("label_width", settings.margin_left + settings.label_width, width),
        ("label_height", settings.margin_top + settings.label_height, height),
    ):
        if used > whole:
            words = f"settings.{field} and the margin before it must fit on {settings.paper}, which has {whole:,} micrometres"
            problems.add(Reason.FIELD_INVALID, f"settings.{field}", words)


def _check_room(problems: Problems, settings: PdfSheetSettings | ZplSettings) -> None:
    """How large the QR code is depends on the batch: label_fit.py. Here is what no batch has room on."""
    qr = settings.qr
    least = (_SMALLEST + 2 * qr.quiet_zone) * qr.module_size
    if qr.module_size in MODULE_SIZES and qr.quiet_zone in QUIET_ZONES:
        for name in ("label_width", "label_height"):
            if getattr(settings, name) in _LABEL_SIZES and getattr(settings, name) < least:
                words = f"settings.{name} must be at least {least:,}: the smallest QR code with its quiet zone"
                problems.add(Reason.FIELD_INVALID, f"settings.{name}", words)


def _check_texts(problems: Problems, settings: PdfSheetSettings | ZplSettings) -> None:
    if len(settings.texts) > TEXTS_MOST:
        problems.add(Reason.FIELD_INVALID, "settings.texts", f"settings.texts must be at most {TEXTS_MOST}")
    face = face_of("", zebra=isinstance(settings, ZplSettings))
    for index, text in enumerate(settings.texts[:TEXTS_MOST]):
        at = f"settings.texts[{index}]"
        if not text.field and not text.prefix:
            problems.add(Reason.FIELD_REQUIRED, f"{at}.field", f"{at}.field or {at}.prefix must be set")
        if text.field and text.field not in _FIELDS:
            words = f"{at}.field must be what is known of a unit: {', '.join(UnitField)}"
            problems.add(Reason.FIELD_INVALID, f"{at}.field", words)
        if text.prefix:
            _check_prefix(problems, f"{at}.prefix", text.prefix, face)
        _check_range(problems, f"{at}.height", text.height, _HEIGHTS)
        _check_place(problems, at, text, settings)
    if settings.arrangement is Arrangement.BESIDE and settings.texts:
        # As much is white below as above, and what reaches below the last baseline must be on the label too.
        least = baselines(settings.texts)[-1] + 2 * below_baseline(settings.texts[-1])
        if least > settings.label_height:
            words = f"settings.texts take {least:,.0f} micrometres of the label, one below another, and it is less high"
            problems.add(Reason.FIELD_INVALID, "settings.texts", words)


def _check_place(problems: Problems, at: str, text: LabelText, settings: PdfSheetSettings | ZplSettings) -> None:
    if settings.arrangement is Arrangement.BESIDE:
        if text.left or text.top:
            words = f"{at} must have neither left nor top: the arrangement {settings.arrangement} says where it is"
            problems.add(Reason.FIELD_INVALID, at, words)
    elif not (
        0 <= text.left < settings.label_width
        and text.height <= text.top <= settings.label_height - below_baseline(text)
    ):
        words = f"{at} must lie on the label: its height above top, and a quarter of it below, where letters reach down"
        problems.add(Reason.FIELD_INVALID, at, words)


def _check_prefix(problems: Problems, field: str, prefix: str, face: Face) -> None:
    if len(prefix) > PREFIX_MOST:
        problems.add(Reason.FIELD_INVALID, field, f"{field} must be at most {PREFIX_MOST} characters")
    try:
        check_line(prefix)
    except CellError as error:
        problems.add(Reason.FIELD_INVALID, field, f"{field} {error}")
    else:
        if problem := not_shown(face, prefix):
            problems.add(Reason.FIELD_INVALID, field, f"{field} {problem}")


def _check_sheet(problems: Problems, sheet: str) -> None:
    """What a workbook calls its sheets (ECMA-376, and what Excel takes)."""
    field = "settings.sheet"
    if not sheet:
        problems.add(Reason.FIELD_REQUIRED, field, f"{field} must be set")
    elif len(sheet) > _SHEET_MOST or not sheet.isprintable() or not sheet.strip() or _NO_SHEET.search(sheet):
        words = f"{field} must be 1 to {_SHEET_MOST} characters, none of [ ] : * ? / \\ and no ' at its ends"
        problems.add(Reason.FIELD_INVALID, field, words)
