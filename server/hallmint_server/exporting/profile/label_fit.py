"""Whether the labels of a profile have room for what a batch has on them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from hallmint_server.exporting.profile.cell import Units
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.label_line import lines
from hallmint_server.exporting.profile.model import CarrierProfile, PdfSheetSettings, ZplSettings
from hallmint_server.exporting.profile.obstacle import Obstacle, ObstacleKind
from hallmint_server.exporting.profile.symbol import WIDEST_CODE, printed_symbol
from hallmint_server.exporting.profile.text import CellRefusedError
from hallmint_server.minting.model import QUANTITY_MOST, TokenStatus

_GRAPHIC_MOST = 99_999  # bytes that ^GF of ZPL II takes

Labels = PdfSheetSettings | ZplSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class _Longest:
    """A unit whose texts no other of its lot outdoes: all that differs has a most, and characters of one width on paper."""

    seq: int
    code: str = WIDEST_CODE
    status: int = TokenStatus.REVOKED
    activated_at: datetime = datetime(2026, 1, 1, tzinfo=UTC)


def label_obstacles(profile: CarrierProfile, batch: BatchFacts) -> list[Obstacle]:
    """Why labels of the profile have no room for the QR codes or texts of the batch. Takes time linear in the lots. Whether a
    text runs over the edge is reckoned exactly for paper. For ZPL it is an estimate, as printers have their own fonts; what runs
    over all the same they cut off.
    """
    settings = profile.settings
    if not isinstance(settings, PdfSheetSettings | ZplSettings):
        return []
    symbol = printed_symbol(batch, settings)
    side = symbol.side_with_quiet_zone
    found = []
    if side > min(settings.label_width, settings.label_height):
        words = (
            f"the largest QR code, of version {symbol.version}, takes {mm(side)} x {mm(side)} mm with its quiet zone, and the "
            f"label has {mm(settings.label_width)} x {mm(settings.label_height)} mm"
        )
        found.append(Obstacle(kind=ObstacleKind.LABEL_TOO_SMALL, description=words))
    if isinstance(settings, ZplSettings) and _graphic_bytes(symbol.side, settings.dpi) > _GRAPHIC_MOST:
        words = f"the largest QR code, of version {symbol.version}, is a graphic of more than the {_GRAPHIC_MOST:,} bytes of ZPL"
        found.append(Obstacle(kind=ObstacleKind.LABEL_TOO_SMALL, description=words))
    return [*found, *_text_obstacles(profile, settings, batch, side)]


def mm(micrometres: float) -> str:
    """A length for people, to a tenth of a millimetre."""
    return f"{micrometres / 1_000:.1f}"


def _graphic_bytes(side: float, dpi: int) -> int:
    count = round(side * dpi / 25_400)
    return -(-count // 8) * count


def _text_obstacles(profile: CarrierProfile, settings: Labels, batch: BatchFacts, side: float) -> Iterator[Obstacle]:
    """Values that labels cannot hold at all are told by fit.py."""
    seqs = [lot.first_seq + lot.quantity - 1 for lot in batch.lots] or [QUANTITY_MOST - 1]
    longest = Units(batch, [_Longest(seq=seq) for seq in seqs], profile.epc)
    for index, text in enumerate(settings.texts):
        try:
            found = lines([text], longest, zebra=isinstance(settings, ZplSettings))
        except CellRefusedError:
            continue
        reach = max((line.width for on_label in found for line in on_label), default=None)
        if reach is None:
            continue
        if text.left + reach > settings.label_width:
            words = (
                f"text {index + 1} begins at {mm(text.left)} mm and is up to {mm(reach)} mm wide, and the label has "
                f"{mm(settings.label_width)} mm"
            )
            yield Obstacle(kind=ObstacleKind.LABEL_TOO_SMALL, description=words)
        if text.left < side and text.top - text.height < side:
            words = (
                f"text {index + 1} runs into the QR code, which takes {mm(side)} x {mm(side)} mm of the upper left corner with "
                "its quiet zone"
            )
            yield Obstacle(kind=ObstacleKind.LABEL_TOO_SMALL, description=words)
