"""What is to be known of the size of QR codes before they are printed."""

from dataclasses import replace

from hallmint_server.exporting.profile.check_settings import dots
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.fit import lower_case_lots
from hallmint_server.exporting.profile.label_fit import mm
from hallmint_server.exporting.profile.model import CarrierProfile, Format, PdfSheetSettings, QrZipSettings, ZplSettings
from hallmint_server.exporting.profile.symbol import Drawn, largest_symbol, printed_symbol
from mintcore import XDimension, check_x_dimension


def notes(profile: CarrierProfile, batch: BatchFacts) -> list[str]:
    """Sentences for people: how large the largest QR code of the batch is, how it stands to GS1's bounds for items that shops
    scan (General Specifications 26.0, table 5-46), and what would make it smaller. None for a profile that draws nothing. Takes
    time linear in the lots.
    """
    settings = profile.settings
    if not isinstance(settings, QrZipSettings | PdfSheetSettings | ZplSettings):
        return []
    symbol = printed_symbol(batch, settings)
    bounds = check_x_dimension(int(symbol.module_size))
    modules = f"version {symbol.version}, {symbol.modules} x {symbol.modules} modules"
    size = f"{mm(symbol.side)} mm wide, {mm(symbol.side_with_quiet_zone)} mm with its quiet zone"
    said = [f"The largest QR code is of {modules}: {size}."]
    said += _dots(settings)
    said.append(_verdict(symbol.module_size, bounds))
    said += _quiet_zone(settings.qr.quiet_zone, bounds)
    return said + _case(settings, batch)


def _dots(settings: Drawn) -> list[str]:
    if isinstance(settings, PdfSheetSettings) or settings.format is Format.QR_SVG_ZIP:
        return []
    count = dots(settings.qr, settings.dpi)
    return [
        f"A module is {count} {'dot' if count == 1 else 'dots'} of a printer with {settings.dpi} dpi, which must not scale it."
    ]


def _verdict(module_size: float, bounds: XDimension) -> str:
    size, least, target, most = (
        f"{length / 1_000:.3f}" for length in (module_size, bounds.minimum_um, bounds.target_um, bounds.maximum_um)
    )
    words = {
        "TOO_SMALL": f"less than the {least} mm that GS1 allows",
        "BELOW_TARGET": f"within what GS1 allows ({least} to {most} mm), but less than its target of {target} mm",
        "GOOD": f"what GS1 asks for ({target} to {most} mm)",
        "TOO_LARGE": f"more than the {most} mm that GS1 allows",
    }
    return f"A module is {size} mm: {words[bounds.verdict]}."


def _quiet_zone(modules: int, bounds: XDimension) -> list[str]:
    if modules >= bounds.quiet_zone:
        return []
    words = "what is around the code must leave the rest white"
    return [f"The quiet zone is {modules} modules, and GS1 asks for {bounds.quiet_zone}: {words}."]


def _case(settings: Drawn, batch: BatchFacts) -> list[str]:
    """Letters of one case take fewer bits: whether that makes another version."""
    upper, lower = (largest_symbol(batch, replace(settings.qr, upper_case=case)).version for case in (True, False))
    if upper == lower:
        return []
    if settings.qr.upper_case:
        return [f"URLs in upper case make it smaller: otherwise it would be of version {lower}."]
    if batch.gtin and lower_case_lots(batch.lots):
        return []
    return [f"With URLs in upper case it would be of version {upper}."]
