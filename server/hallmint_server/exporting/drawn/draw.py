"""The writer of each format that is drawn."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from hallmint_server.exporting.drawn import pdf_sheet, qr_zip, zpl
from hallmint_server.exporting.profile.fact import BatchFacts, UnitRow
from hallmint_server.exporting.profile.model import CarrierProfile, Format


class Writer(NamedTuple):
    """How a format is written, and what it is to HTTP."""

    write: Callable[[BatchFacts, Sequence[UnitRow], CarrierProfile], Iterator[bytes]]
    """The bytes of one pack in pieces: a function of its arguments alone. The profile must have passed check.py, and `obstacles`
    of fit.py must have found none; CellRefusedError for a unit that cannot be written all the same.
    """
    media_type: str


WRITERS: Mapping[Format, Writer] = MappingProxyType(
    {
        Format.QR_SVG_ZIP: Writer(qr_zip.write, qr_zip.MEDIA_TYPE),
        Format.QR_PNG_ZIP: Writer(qr_zip.write, qr_zip.MEDIA_TYPE),
        Format.PDF_SHEET: Writer(pdf_sheet.write, pdf_sheet.MEDIA_TYPE),
        Format.ZPL: Writer(zpl.write, zpl.MEDIA_TYPE),
    }
)
