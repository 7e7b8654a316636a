"""Labels on sheets of paper, as PDF."""

import io
from collections.abc import Callable, Iterator, Sequence

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from hallmint_server.exporting.drawn.unit import in_chunks
from hallmint_server.exporting.profile.fact import BatchFacts, UnitRow
from hallmint_server.exporting.profile.label_line import Line
from hallmint_server.exporting.profile.layout import Layout
from hallmint_server.exporting.profile.model import CarrierProfile, PdfSheetSettings
from hallmint_server.exporting.profile.typeface import Face, pdf_font
from mintcore import qr_bitmaps

MEDIA_TYPE = "application/pdf"

_POINT = 25_400 / 72
"""Micrometres."""

rl_config.useA85 = 0  # bytes as they are: as text they would be a quarter more


def write(batch: BatchFacts, units: Sequence[UnitRow], profile: CarrierProfile) -> Iterator[bytes]:
    """A document, in one piece, of as many sheets as it takes; labels from left to right and then down. QR codes are areas, so
    that they are sharp at any resolution, and fonts are in the file. It has no date; the same arguments give the same bytes, as
    long as zlib is the same.

    CellRefusedError for a unit that the profile cannot write.
    """
    settings = profile.settings
    if not isinstance(settings, PdfSheetSettings):
        raise ValueError(f"{profile.format} is no PDF")  # noqa: TRY004 - a wrong value of the profile
    for face in (Face.SANS, Face.MONO):
        pdfmetrics.registerFont(pdf_font(face))
    file = io.BytesIO()
    canvas = _canvas(file, batch, units, settings)
    places, layout = _places(settings), Layout(profile, settings, batch)
    draw = _symbols(settings)
    words = canvas.beginText()
    at = 0
    for labels in in_chunks(batch, units, profile, settings):
        symbols = qr_bitmaps([label.url for label in labels], level=settings.qr.error_level.upper())
        for label, (size, rows) in zip(labels, symbols, strict=True):
            if at == len(places):
                canvas.drawText(words)
                canvas.showPage()
                words, at = canvas.beginText(), 0
            left, top = places[at]
            x, y = layout.corner(size)
            canvas.addLiteral(draw(left + x, top + y, size, rows))
            _write_lines(words, left, settings.paper.size[1] - top, layout.placed(label.lines))
            at += 1
    canvas.drawText(words)
    canvas.showPage()
    canvas.save()
    yield file.getvalue()


def _canvas(file: io.BytesIO, batch: BatchFacts, units: Sequence[UnitRow], settings: PdfSheetSettings) -> Canvas:
    width, height = settings.paper.size
    canvas = Canvas(file, pagesize=(width / _POINT, height / _POINT), pageCompression=1, invariant=1)
    canvas.setTitle(f"Labels of {batch.sku}")
    canvas.setSubject(f"Batch {batch.batch_id}, units {units[0].seq} to {units[-1].seq}")
    canvas.setAuthor("Hallmint")
    canvas.setCreator("Hallmint")
    canvas.setProducer("Hallmint")
    canvas.setViewerPreference("PrintScaling", "None")  # else a print dialogue fits pages to the printer's margins
    return canvas


def _places(settings: PdfSheetSettings) -> list[tuple[int, int]]:
    """The upper left corners of a sheet's labels, in micrometres from that of the paper: as many as it has room for."""
    width, height = settings.paper.size
    lefts = range(settings.margin_left, width - settings.label_width + 1, settings.label_width + settings.gap_across)
    tops = range(settings.margin_top, height - settings.label_height + 1, settings.label_height + settings.gap_down)
    return [(left, top) for top in tops for left in lefts]


def _symbols(settings: PdfSheetSettings) -> Callable[[float, float, int, bytes], str]:
    """Draws symbols whose upper left corners on the paper are given. A symbol is one area, so that no seams show: a rectangle for
    each run of dark modules in a byte. Those of one byte at one place are made once, as they are the same in all symbols.
    """
    module = settings.qr.module_size / _POINT
    height = settings.paper.size[1]
    known: dict[tuple[int, int, int], str] = {}

    def area(size: int, place: int, byte: int) -> str:
        row, column = divmod(place, -(-size // 8))
        runs, bits, x = [], f"{byte:08b}", 0
        while (x := bits.find("1", x)) >= 0:
            end = (bits + "0").find("0", x)
            runs.append(f"{8 * column + x} {row} {end - x} 1 re\n")
            x = end
        return "".join(runs)

    def draw(left: float, top: float, size: int, rows: bytes) -> str:
        parts = []
        for place, byte in enumerate(rows):
            if byte:
                key = (size, place, byte)
                found = known.get(key)
                if found is None:
                    found = known[key] = area(size, place, byte)
                parts.append(found)
        x, y = left / _POINT, (height - top) / _POINT
        return f"q {module:.6f} 0 0 {-module:.6f} {x:.4f} {y:.4f} cm\n{''.join(parts)}f Q"

    return draw


def _write_lines(words: PDFTextObject, left: int, top: int, lines: list[Line]) -> None:
    """`top` is from the lower edge of the paper."""
    for line in lines:
        words.setTextOrigin((left + line.of.left) / _POINT, (top - line.of.top) / _POINT)
        for run in line.runs:
            words.setFont(run.face.value, line.of.height / _POINT)
            words.textOut(run.text)
