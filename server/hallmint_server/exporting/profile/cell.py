"""The values of columns: the reference that mintcore's formatter is tested against."""

import string
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cached_property

from hallmint_server.exporting.profile import tag
from hallmint_server.exporting.profile.fact import BatchFacts, UnitRow
from hallmint_server.exporting.profile.field import UnitField
from hallmint_server.exporting.profile.model import CarrierProfile, Column, EpcSettings
from hallmint_server.exporting.profile.text import CellRefusedError, cell_problem
from hallmint_server.minting.model import TokenStatus
from mintcore import identity_path

Value = str | int | None
"""Text, a number, or what the unit has not."""

_UPPER = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)
_STATUS = {status.value: status.name.lower() for status in TokenStatus}


def upper_case(url: str) -> str:
    """A URL in upper case: what a carrier may hold where `lower_case_lots` finds none."""
    return url.translate(_UPPER)


def utc_text(moment: datetime) -> str:
    """RFC 3339 in UTC, always with six digits of a second."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


class Units:
    """Some units of a batch, and what is known of them: for each thing one list in their order, made when it is first asked for.

    Many at once cost little more than what the lists hold.
    """

    def __init__(self, batch: BatchFacts, units: Sequence[UnitRow], epc: EpcSettings | None) -> None:
        self.batch = batch
        self.rows = list(units)  # a pack makes each unit when it is asked for it
        self.epc_settings = epc or EpcSettings()

    def shared(self, value: Value) -> list[Value]:
        """What all of them have."""
        return [value] * len(self.rows)

    @cached_property
    def codes(self) -> list[str]:
        """Their codes."""
        return [unit.code for unit in self.rows]

    @cached_property
    def lots(self) -> list[str | None]:
        """Their lots, or None in serial mode."""
        return [self.batch.lot_of(unit.seq) for unit in self.rows]

    @cached_property
    def paths(self) -> list[str]:
        """Their canonical paths."""
        context = self.batch.context
        return [identity_path(context, lot, code) for lot, code in zip(self.lots, self.codes, strict=True)]

    @cached_property
    def urls(self) -> list[str]:
        """What their carriers encode."""
        base = self.batch.resolver_base_url
        return [base + path for path in self.paths]

    @property
    def urls_upper(self) -> list[str]:
        """The URLs in upper case. What is printed cannot be taken back, so this is looked at here too."""
        # Without a GTIN no URL has the lot in it.
        if self.batch.gtin and any(lot is not None and lot != upper_case(lot) for lot in set(self.lots)):
            raise CellRefusedError("its lot has lower-case letters, and would be another one in an upper-case URL")
        return [upper_case(url) for url in self.urls]

    @property
    def activations(self) -> list[str | None]:
        """When each was activated."""
        moments = [unit.activated_at for unit in self.rows]
        return [None if moment is None else utc_text(moment) for moment in moments]

    @property
    def gtin(self) -> str:
        """What their EPCs name."""
        if not self.batch.gtin:
            raise CellRefusedError(tag.GTIN_MISSING.description)
        return self.batch.gtin

    @cached_property
    def epcs(self) -> list[tag.Epc]:
        """What their RFID tags hold."""
        try:
            return tag.encode_epcs(self.gtin, self.codes, self.batch.company_prefix_length, self.epc_settings)
        except ValueError as error:
            raise CellRefusedError(f"no EPC of the profile's scheme: {error}") from None

    @property
    def epc_uris(self) -> list[str]:
        """Their pure identity URIs."""
        gtin, length = self.gtin, self.batch.company_prefix_length
        try:
            return [
                tag.epc_uri(tag.TagIdentity(gtin=gtin, serial=code, company_prefix_length=length))
                for code in self.codes
            ]
        except ValueError as error:
            raise CellRefusedError(str(error)) from None


_COLUMNS: dict[UnitField, Callable[[Units], Sequence[Value]]] = {
    UnitField.SEQ: lambda of: [unit.seq for unit in of.rows],
    UnitField.CODE: lambda of: of.codes,
    UnitField.URL: lambda of: of.urls,
    UnitField.URL_UPPER: lambda of: of.urls_upper,
    UnitField.GTIN: lambda of: of.shared(of.batch.gtin or None),
    UnitField.LOT: lambda of: of.lots,
    UnitField.SKU: lambda of: of.shared(of.batch.sku),
    UnitField.PRODUCT_NAME: lambda of: of.shared(of.batch.product_name),
    UnitField.BATCH_ID: lambda of: of.shared(str(of.batch.batch_id)),
    UnitField.STATUS_AT_EXPORT: lambda of: [_STATUS[unit.status] for unit in of.rows],
    UnitField.ACTIVATED_AT: lambda of: of.activations,
    UnitField.EPC_HEX: lambda of: [epc.hex for epc in of.epcs],
    UnitField.EPC_BITS: lambda of: [epc.bits for epc in of.epcs],
    UnitField.EPC_PC: lambda of: [f"{epc.protocol_control:04X}" for epc in of.epcs],
    UnitField.EPC_FILTER: lambda of: [epc.filter for epc in of.epcs],
    UnitField.EPC_URI: lambda of: of.epc_uris,
    UnitField.NDEF_HEX: lambda of: [tag.ndef_message(url).hex().upper() for url in of.urls],
    UnitField.DIGITAL_LINK: lambda of: of.paths,
}


def column_of(field: UnitField, of: Units) -> Sequence[Value]:
    """What units have for a field, in their order. CellRefusedError where one of them can have nothing; it does not say which."""
    return _COLUMNS[field](of)


def columns(batch: BatchFacts, units: Sequence[UnitRow], profile: CarrierProfile) -> list[Sequence[Value]]:
    """The cells of a profile's columns, each a list in the order of units. CellRefusedError, which names column and unit, for one
    that cannot be made, or that a spreadsheet would take for a formula.
    """
    if not units:
        return [[] for _ in profile.columns]
    try:
        return _columns(batch, units, profile)
    except CellRefusedError:
        # Many at once do not say of which unit.
        for unit in units:
            _columns(batch, [unit], profile)
        raise


def _columns(batch: BatchFacts, units: Sequence[UnitRow], profile: CarrierProfile) -> list[Sequence[Value]]:
    known = Units(batch, units, profile.epc)
    made = []
    for column in profile.columns:
        try:
            made.append(_column(column, known))
        except CellRefusedError as error:
            raise CellRefusedError(f"column {column.header}, seq {units[0].seq}: {error}") from None
    return made


def _column(column: Column, known: Units) -> Sequence[Value]:
    if column.constant is not None:
        values: Sequence[Value] = known.shared(column.constant)
    else:
        values = column_of(UnitField(column.field), known)
    for value in set(values):
        if isinstance(value, str) and (problem := cell_problem(value)):
            raise CellRefusedError(f"the value {problem}")
    return values
