"""The units of a pack as drawings need them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hallmint_server.exporting.profile.cell import Units
from hallmint_server.exporting.profile.fact import BatchFacts, UnitRow
from hallmint_server.exporting.profile.label_line import Line, lines
from hallmint_server.exporting.profile.model import CarrierProfile, QrZipSettings, ZplSettings
from hallmint_server.exporting.profile.symbol import Drawn
from hallmint_server.exporting.profile.text import CellRefusedError

_AT_ONCE = 500
"""Few enough that their pictures take no memory to speak of, and enough that calls of the core do not count."""


class Label(NamedTuple):
    """One unit, what its QR code says, and its lines of text."""

    unit: UnitRow
    url: str
    lines: list[Line]


def in_chunks(
    batch: BatchFacts, units: Sequence[UnitRow], profile: CarrierProfile, settings: Drawn
) -> Iterator[list[Label]]:
    """All units in their order, some at a time. CellRefusedError, which names the unit, for one whose URL or text the profile
    cannot have.
    """
    for start in range(0, len(units), _AT_ONCE):
        some = units[start : start + _AT_ONCE]
        try:
            yield _labels(Units(batch, some, profile.epc), settings)
        except CellRefusedError:
            # Many at once do not say which it is.
            for unit in some:
                _labels(Units(batch, [unit], profile.epc), settings)
            raise


def _labels(of: Units, settings: Drawn) -> list[Label]:
    try:
        urls = of.urls_upper if settings.qr.upper_case else of.urls
    except CellRefusedError as error:
        raise CellRefusedError(f"QR code, seq {of.rows[0].seq}: {error}") from None
    texts = () if isinstance(settings, QrZipSettings) else settings.texts
    found = lines(texts, of, zebra=isinstance(settings, ZplSettings))
    return [Label(*each) for each in zip(of.rows, urls, found, strict=True)]
