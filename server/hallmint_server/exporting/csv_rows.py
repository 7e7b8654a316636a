"""Packs of CSV by mintcore: the bytes of profile/render.py, a million units in a tenth of a second."""

import codecs
from collections.abc import Iterable, Iterator

from hallmint_server.exporting.model import Slice
from hallmint_server.exporting.profile import render
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.field import UnitField
from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    Column,
    CsvSettings,
    Encoding,
    EpcScheme,
    EpcSettings,
)
from hallmint_server.minting.model import TokenStatus
from mintcore import CsvForm

_STATUSES = [(status.value, status.name.lower()) for status in TokenStatus]
_PREFIX_LENGTHS = range(6, 13)


def write(batch: BatchFacts, units: Slice, profile: CarrierProfile) -> Iterator[bytes]:
    """The bytes of one pack in pieces: a function of its arguments alone. The profile must have passed check.py. Raises
    CellRefusedError for a unit that it cannot write.
    """
    settings = profile.settings
    assert isinstance(settings, CsvSettings)  # noqa: S101 - the registry is by format
    try:
        made = list(formed(batch, units, profile, settings))
    except ValueError:
        # What mintcore does not write (an activation's time, no quotes at all), or what nothing can: render.py says which cell.
        return render.rows(batch, units, profile)
    return iter(made)


def formed(batch: BatchFacts, units: Slice, profile: CarrierProfile, settings: CsvSettings) -> Iterator[bytes]:
    """The bytes by mintcore alone. Raises ValueError for what it does not write, where `write` asks render.py."""
    epc, length = profile.epc or EpcSettings(), batch.company_prefix_length
    form = CsvForm(
        [(column.header, *_source(column, batch)) for column in profile.columns],
        delimiter=settings.delimiter,
        line_end=settings.line_end,
        quoting=settings.quoting,
        statuses=_STATUSES,
        epc_scheme="SGTIN-96" if epc.scheme is EpcScheme.SGTIN_96 else "SGTIN+",  # no code is a number
        company_prefix_length=length if length in _PREFIX_LENGTHS else None,
        filter=epc.filter,
    )
    if settings.encoding is Encoding.UTF_8_BOM:
        yield codecs.BOM_UTF8
    lines: Iterable[bytes] = form.rows(
        context=batch.context,
        base_url=batch.resolver_base_url,
        lots=[(lot.first_seq, lot.quantity, lot.lot_code) for lot in batch.lots],
        start=units.first_seq,
        codes=units.codes,
        statuses=units.statuses,
    )
    if settings.header:
        lines = (form.header(), *lines)
    for line in lines:
        yield line.decode().encode("cp1252") if settings.encoding is Encoding.WINDOWS_1252 else line


def _source(column: Column, batch: BatchFacts) -> tuple[str, str]:
    if column.constant is not None:
        return "constant", column.constant
    field = UnitField(column.field)
    shared = {
        UnitField.SKU: batch.sku,
        UnitField.PRODUCT_NAME: batch.product_name,
        UnitField.BATCH_ID: str(batch.batch_id),
    }
    return ("constant", shared[field]) if field in shared else (field, "")
