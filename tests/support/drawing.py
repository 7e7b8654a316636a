"""Profiles that draw, batches that are hard to draw, and what is expected of a label."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hallmint_server.exporting.drawn.draw import WRITERS
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.label import Arrangement, LabelText, QrSettings
from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    Format,
    PdfSheetSettings,
    ProfileKind,
    QrZipSettings,
    ZplSettings,
)
from mintcore import identity_path
from tests.support.carrier import Unit, batch, lots, units

QR = QrSettings(module_size=508)
TEXTS = (
    LabelText(field="code", left=35_000, top=8_000, height=2_500),
    LabelText(field="lot", prefix="LOT ", left=35_000, top=12_000, height=2_500),
    LabelText(field="product_name", left=35_000, top=17_000, height=3_000),
)
ZPL = ZplSettings(qr=QR, dpi=300, label_width=90_000, label_height=40_000, texts=TEXTS)
PDF = PdfSheetSettings(
    qr=QR, label_width=90_000, label_height=40_000, margin_left=7_000, margin_top=9_000, gap_across=6_000, gap_down=3_000,
    texts=TEXTS,
)  # fmt: skip
BESIDE: dict[str, Any] = {
    "arrangement": Arrangement.BESIDE,
    "texts": tuple(replace(text, left=0, top=0) for text in TEXTS),
}
"""How settings of labels have the code and their texts in the middle."""
SVG = QrZipSettings(format=Format.QR_SVG_ZIP, qr=QR)
PNG = QrZipSettings(format=Format.QR_PNG_ZIP, qr=QR, dpi=300)

BATCHES = {
    "lots": batch(lots=lots("LOT-1", "B/2+%", "!\"&'()*,:;", "?=<>_-.9", quantity=3)),
    "serial": batch(lots=()),
    "no GTIN": batch(context="token", company_prefix_length=None, lots=()),
    "long": batch(resolver_base_url="https://passports.a-rather-long-name-of-a-brand.example.org", lots=lots("%" * 15)),
}
"""Their texts are on labels of 90 x 40 mm, and none of their lots has a lower-case letter."""


def drawing(settings: ZplSettings | PdfSheetSettings | QrZipSettings, **changes: Any) -> CarrierProfile:
    extension = {Format.ZPL: "zpl", Format.PDF_SHEET: "pdf"}.get(settings.format, "zip")
    made = CarrierProfile(
        name="Ours", kind=ProfileKind.QR_PRINT, settings=settings, file_name=f"{{batch}}-{{pack}}.{extension}"
    )
    return replace(made, **changes)


def upper(settings: Any) -> Any:
    return replace(settings, qr=replace(settings.qr, upper_case=True))


def drawn(profile: CarrierProfile, facts: BatchFacts, of: Sequence[Unit]) -> bytes:
    return b"".join(WRITERS[profile.format].write(facts, of, profile))


def some(facts: BatchFacts, count: int = 12) -> list[Unit]:
    """Units of the batch's lots alone, where it has any."""
    return units(facts, min(count, sum(lot.quantity for lot in facts.lots) or count))


def url(facts: BatchFacts, unit: Unit, *, upper_case: bool = False) -> str:
    made = facts.resolver_base_url + identity_path(facts.context, facts.lot_of(unit.seq), unit.code)
    return made.upper() if upper_case else made


def label_lines(facts: BatchFacts, unit: Unit) -> list[str]:
    lot = facts.lot_of(unit.seq)
    return [unit.code, *([f"LOT {lot}"] if lot else []), facts.product_name]
