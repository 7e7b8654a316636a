"""How large the QR codes of a batch are, in modules and as printed."""

from collections.abc import Sequence
from dataclasses import dataclass

from hallmint_server.exporting.profile.cell import upper_case
from hallmint_server.exporting.profile.check_settings import INCH, dots
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.label import QrSettings
from hallmint_server.exporting.profile.model import Format, PdfSheetSettings, QrZipSettings, ZplSettings
from mintcore import QrSymbol, identity_path, qr_symbol

Drawn = QrZipSettings | PdfSheetSettings | ZplSettings
"""The settings of formats that draw."""

WIDEST_CODE = "A" * 16
"""No code takes more of a QR code: any other can be written in the same modes, and digits in fewer bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedSymbol:
    """The largest QR code that a unit of a batch can have, as a profile prints it. Lengths are in micrometres."""

    version: int
    modules: int
    """Along a side, without quiet zone."""
    module_size: float
    side: float
    """Without quiet zone."""
    side_with_quiet_zone: float


def printed_symbol(batch: BatchFacts, settings: Drawn) -> PrintedSymbol:
    """The largest symbol of the batch. Takes time linear in the lots: the URLs of one lot differ in their codes alone."""
    symbol = largest_symbol(batch, settings.qr)
    module = printed_module(settings)
    return PrintedSymbol(
        version=symbol.version,
        modules=symbol.size_modules,
        module_size=module,
        side=symbol.size_modules * module,
        side_with_quiet_zone=(symbol.size_modules + 2 * settings.qr.quiet_zone) * module,
    )


def largest_symbol(batch: BatchFacts, qr: QrSettings) -> QrSymbol:
    """The symbol of the longest URL, in its case."""
    lots: Sequence[str | None] = [lot.lot_code for lot in batch.lots] or (None,)
    urls = [batch.resolver_base_url + identity_path(batch.context, lot, WIDEST_CODE) for lot in lots]
    symbols = [qr_symbol(upper_case(url) if qr.upper_case else url, qr.error_level.upper()) for url in urls]
    return max(symbols, key=lambda symbol: symbol.version)


def printed_module(settings: Drawn) -> float:
    """Micrometres of a module as it is printed: whole dots of the printer, where the format is of dots."""
    if isinstance(settings, PdfSheetSettings) or settings.format is Format.QR_SVG_ZIP:
        return settings.qr.module_size
    return dots(settings.qr, settings.dpi) * INCH / settings.dpi
