"""Labels in Zebra's language, ZPL II."""

import re
from collections.abc import Callable, Iterator, Sequence

from hallmint_server.exporting.drawn.unit import in_chunks
from hallmint_server.exporting.profile.check_settings import INCH, dots
from hallmint_server.exporting.profile.fact import BatchFacts, UnitRow
from hallmint_server.exporting.profile.label_line import Line
from hallmint_server.exporting.profile.layout import Layout
from hallmint_server.exporting.profile.model import CarrierProfile, ZplSettings
from mintcore import qr_bitmaps

MEDIA_TYPE = "application/zpl"
"""Registered nowhere, but what services that take ZPL call it."""

_ESCAPED = re.compile(rb"[^A-Za-z0-9 ./:-]")


def write(batch: BatchFacts, units: Sequence[UnitRow], profile: CarrierProfile) -> Iterator[bytes]:
    """A label for each unit, in pieces of some labels; ASCII alone, and the same bytes for the same arguments.

    QR codes are graphics (^GF), not barcodes of the printer (^BQ). A printer chooses modes, version and mask itself, and puts the
    code lower by a height that an earlier ^BY left in it; so nobody would know before how large the code is and where it stands.
    A graphic is the symbol that the other formats have, at the dot. It costs 1.5 KB instead of 0.1.

    CellRefusedError for a unit that the profile cannot write: what came before it is no pack.
    """
    settings = profile.settings
    if not isinstance(settings, ZplSettings):
        raise ValueError(f"{profile.format} is not ZPL")  # noqa: TRY004 - a wrong value of the profile
    module = dots(settings.qr, settings.dpi)
    graphic = _graphics(module)
    begin, layout = _begin(settings), Layout(profile, settings, batch)
    for labels in in_chunks(batch, units, profile, settings):
        piece = []
        symbols = qr_bitmaps([label.url for label in labels], level=settings.qr.error_level.upper())
        for label, (size, rows) in zip(labels, symbols, strict=True):
            left, top = (_dots(length, settings.dpi) for length in layout.corner(size))
            piece.append(f"{begin}^FO{left},{top}{graphic(size, rows)}^FS\n")
            piece += [_text(line, settings.dpi) for line in layout.placed(label.lines)]
            piece.append("^XZ\n")
        yield "".join(piece).encode("ascii")


def escaped(text: str) -> str:
    """A text as field data behind ^FH: bytes of UTF-8 as _XX, but for letters, digits and a few marks that ZPL has no use for."""
    return _ESCAPED.sub(lambda found: b"_%02X" % ord(found[0]), text.encode()).decode("ascii")


def _begin(settings: ZplSettings) -> str:
    """Also undo what an earlier job may have left in the printer: another character set, home position or direction."""
    width, height = (_dots(length, settings.dpi) for length in (settings.label_width, settings.label_height))
    return f"^XA^CI28^LH0,0^FWN,0^PW{width}^LL{height}\n"


def _text(line: Line, dpi: int) -> str:
    left, top, height = (_dots(length, dpi) for length in (line.of.left, line.of.top, line.of.height))
    text = "".join(run.text for run in line.runs)
    return f"^FT{left},{top}^A0N,{height},{height}^FH^FD{escaped(text)}^FS\n"


def _graphics(module: int) -> Callable[[int, bytes], str]:
    """Makes graphics of symbols with so many dots in a module. Eight modules become whole bytes, so that each byte of a symbol is
    looked up as the hexadecimal digits that it becomes.
    """
    wide = [
        int("".join(bit * module for bit in f"{byte:08b}"), 2).to_bytes(module, "big").hex().upper()
        for byte in range(256)
    ]
    repeats = ":" * (module - 1)  # each the row before once more

    def graphic(size: int, rows: bytes) -> str:
        width = -(-size // 8)
        in_row = -(-size * module // 8)
        data = []
        for start in range(0, len(rows), width):
            row = "".join([wide[byte] for byte in rows[start : start + width]])[: 2 * in_row]
            dark = row.rstrip("0")
            dark += "0" * (len(dark) % 2)
            data.append(
                (dark if len(dark) == len(row) else dark + ",") + repeats
            )  # a comma is zeros to the end of the row
        count = in_row * size * module
        return f"^GFA,{count},{count},{in_row},{''.join(data)}"

    return graphic


def _dots(micrometres: float, dpi: int) -> int:
    return round(micrometres * dpi / INCH)
