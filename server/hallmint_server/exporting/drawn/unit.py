"""The units of a pack as drawings need them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hallmint_server.exporting.profile.cell import UnitValues
from hallmint_server.exporting.profile.fact import BatchFacts, UnitRow
from hallmint_server.exporting.profile.model import CarrierProfile
from hallmint_server.exporting.profile.symbol import Drawn
from hallmint_server.exporting.profile.text import CellRefusedError

_AT_ONCE = 500
"""Few enough that their pictures take no memory to speak of, and enough that calls of the core do not count."""


class Some(NamedTuple):
    """Some units of a pack in their order, and what their QR codes say."""

    values: list[UnitValues]
    urls: list[str]


def in_chunks(batch: BatchFacts, units: Sequence[UnitRow], profile: CarrierProfile, settings: Drawn) -> Iterator[Some]:
    """All units, some at a time. CellRefusedError, which names the unit, for one whose URL cannot be in upper case where the
    profile wants that.
    """
    for start in range(0, len(units), _AT_ONCE):
        values = [UnitValues(batch, unit, profile.epc) for unit in units[start : start + _AT_ONCE]]
        yield Some(values, [_url(each, upper_case=settings.qr.upper_case) for each in values])


def _url(values: UnitValues, *, upper_case: bool) -> str:
    if not upper_case:
        return values.url
    try:
        return values.url_upper
    except CellRefusedError as error:
        raise CellRefusedError(f"QR code, seq {values.unit.seq}: {error}") from None
