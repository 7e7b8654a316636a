"""Where the QR code and the texts of labels stand."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from hallmint_server.exporting.profile.cell import Units
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.label import Arrangement, LabelText, baselines
from hallmint_server.exporting.profile.label_line import Line, lines
from hallmint_server.exporting.profile.model import CarrierProfile, PdfSheetSettings, ZplSettings
from hallmint_server.exporting.profile.symbol import WIDEST_CODE, printed_module, printed_symbol
from hallmint_server.exporting.profile.text import CellRefusedError
from hallmint_server.minting.model import QUANTITY_MOST, TokenStatus

Labels = PdfSheetSettings | ZplSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class _Longest:
    """A unit whose texts no other of its lot outdoes: all that differs has a most, and characters of one width on paper."""

    seq: int
    code: str = WIDEST_CODE
    status: int = TokenStatus.REVOKED
    activated_at: datetime = datetime(2026, 1, 1, tzinfo=UTC)


def widest(profile: CarrierProfile, settings: Labels, batch: BatchFacts) -> list[float | None]:
    """How wide each text of the labels of a batch becomes at most, in micrometres, an estimate for ZPL; None for one that no unit
    has, or that has a value that labels do not hold. Takes time linear in the lots.
    """
    seqs = [lot.first_seq + lot.quantity - 1 for lot in batch.lots] or [QUANTITY_MOST - 1]
    longest = Units(batch, [_Longest(seq=seq) for seq in seqs], profile.epc)
    return [_widest(text, longest, zebra=isinstance(settings, ZplSettings)) for text in settings.texts]


def _widest(text: LabelText, longest: Units, *, zebra: bool) -> float | None:
    try:
        return max((line.width for on_label in lines([text], longest, zebra=zebra) for line in on_label), default=None)
    except CellRefusedError:
        return None


class Layout:
    """Where things stand on the labels of one batch. A symbol has its place in the box of the largest one that the batch can
    have, and texts begin at the same line on each label, so that nothing jumps from label to label.
    """

    def __init__(self, profile: CarrierProfile, settings: Labels, batch: BatchFacts) -> None:
        self._settings = settings
        self._module = printed_module(settings)
        self._box = printed_symbol(batch, settings).side_with_quiet_zone
        reach = max((each for each in widest(profile, settings, batch) if each is not None), default=0)
        self._left = max(0.0, (settings.label_width - self._box - reach) / 2)
        self._known: dict[tuple[LabelText, ...], list[LabelText]] = {}

    def corner(self, modules: int) -> tuple[float, float]:
        """Where the first module of a symbol of so many along a side is: its left and upper edge, in micrometres from those of
        the label.
        """
        settings, side = self._settings, modules * self._module
        if settings.arrangement is Arrangement.CORNER:
            quiet = settings.qr.quiet_zone * self._module
            return quiet, quiet
        return self._left + (self._box - side) / 2, (settings.label_height - side) / 2

    def placed(self, found: list[Line]) -> list[Line]:
        """The lines of a label, each with the `left` and `top` that it has on it."""
        if self._settings.arrangement is Arrangement.CORNER:
            return found
        texts = tuple(line.of for line in found)
        places = self._known.get(texts)
        if places is None:
            places = self._known[texts] = self._beside(texts)
        return [line._replace(of=place) for line, place in zip(found, places, strict=True)]

    def _beside(self, texts: tuple[LabelText, ...]) -> list[LabelText]:
        left, tops = round(self._left + self._box), baselines(texts)
        above = (self._settings.label_height - tops[-1]) / 2 if tops else 0
        return [replace(text, left=left, top=round(above + top)) for text, top in zip(texts, tops, strict=True)]
