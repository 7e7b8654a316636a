"""The first code or label of a batch as a picture, for people who choose a profile: SVG, whatever format packs are in."""

from collections.abc import Sequence
from html import escape

from hallmint_server.exporting.drawn.unit import Label, in_chunks
from hallmint_server.exporting.profile.fact import BatchFacts, UnitRow
from hallmint_server.exporting.profile.label_line import Line
from hallmint_server.exporting.profile.layout import Layout
from hallmint_server.exporting.profile.model import CarrierProfile, PdfSheetSettings, QrZipSettings, ZplSettings
from hallmint_server.exporting.profile.symbol import printed_module
from hallmint_server.exporting.profile.typeface import Face
from mintcore import qr_bitmaps, qr_svgs

_FAMILIES = {Face.MONO: "monospace"}
_MM = 1_000


def picture(batch: BatchFacts, units: Sequence[UnitRow], profile: CarrierProfile) -> bytes:
    """What the first of some units gets, at its size in millimetres; nothing where the profile draws nothing. Texts of a label
    stand where they are printed, in a typeface of whoever looks. CellRefusedError for a unit that the profile cannot write.
    """
    settings = profile.settings
    if not isinstance(settings, QrZipSettings | PdfSheetSettings | ZplSettings):
        return b""
    ((label,),) = in_chunks(batch, units[:1], profile, settings)
    qr = settings.qr
    if isinstance(settings, QrZipSettings):
        return qr_svgs([label.url], level=qr.error_level.upper(), quiet_zone=qr.quiet_zone, module_um=qr.module_size)[0]
    return _label(label, settings, Layout(profile, settings, batch)).encode()


def _label(label: Label, settings: PdfSheetSettings | ZplSettings, layout: Layout) -> str:
    width, height = settings.label_width, settings.label_height
    ((size, rows),) = qr_bitmaps([label.url], level=settings.qr.error_level.upper())
    left, top = layout.corner(size)
    at = f"translate({left:.0f} {top:.0f}) scale({printed_module(settings):.2f})"
    side = f'width="{width / _MM}mm" height="{height / _MM}mm" viewBox="0 0 {width} {height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {side}>',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<path transform="{at}" shape-rendering="crispEdges" d="{_area(size, rows)}"/>',
        *(_text(line) for line in layout.placed(label.lines)),
        "</svg>",
    ]
    return "".join(parts)


def _area(size: int, rows: bytes) -> str:
    """The dark modules: a rectangle for each run of them in a row."""
    width = -(-size // 8)
    parts = []
    for y in range(size):
        bits = "".join(f"{byte:08b}" for byte in rows[y * width : (y + 1) * width])[:size] + "0"
        x = 0
        while (x := bits.find("1", x)) >= 0:
            end = bits.find("0", x)
            parts.append(f"M{x} {y}h{end - x}v1h-{end - x}z")
            x = end
    return "".join(parts)


def _text(line: Line) -> str:
    runs = "".join(
        f'<tspan font-family="{_FAMILIES.get(run.face, "sans-serif")}">{escape(run.text)}</tspan>' for run in line.runs
    )
    return f'<text x="{line.of.left}" y="{line.of.top}" font-size="{line.of.height}" xml:space="preserve">{runs}</text>'
