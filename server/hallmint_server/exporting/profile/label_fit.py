"""Whether the labels of a profile have room for what a batch has on them."""

from collections.abc import Iterator

from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.label import Arrangement
from hallmint_server.exporting.profile.layout import Labels, widest
from hallmint_server.exporting.profile.model import CarrierProfile, PdfSheetSettings, ZplSettings
from hallmint_server.exporting.profile.obstacle import Obstacle, ObstacleKind
from hallmint_server.exporting.profile.symbol import printed_symbol

_GRAPHIC_MOST = 99_999  # bytes that ^GF of ZPL II takes


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
    beside = settings.arrangement is Arrangement.BESIDE
    for index, (text, reach) in enumerate(zip(settings.texts, widest(profile, settings, batch), strict=True)):
        if reach is None:
            continue
        left = side if beside else text.left
        if left + reach > settings.label_width:
            words = (
                f"text {index + 1} begins at {mm(left)} mm and is up to {mm(reach)} mm wide, and the label has "
                f"{mm(settings.label_width)} mm"
            )
            yield Obstacle(kind=ObstacleKind.LABEL_TOO_SMALL, description=words)
        if not beside and text.left < side and text.top - text.height < side:
            words = (
                f"text {index + 1} runs into the QR code, which takes {mm(side)} x {mm(side)} mm of the upper left corner with "
                "its quiet zone"
            )
            yield Obstacle(kind=ObstacleKind.LABEL_TOO_SMALL, description=words)
