"""The values of one unit's columns: the reference that mintcore's formatter is tested against."""

import string
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cached_property

from hallmint_server.exporting.profile import tag
from hallmint_server.exporting.profile.fact import BatchFacts, UnitRow
from hallmint_server.exporting.profile.field import UnitField
from hallmint_server.exporting.profile.model import CarrierProfile, EpcSettings
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


class UnitValues:
    """What is known of one unit; each thing is made when it is first asked for."""

    def __init__(self, batch: BatchFacts, unit: UnitRow, epc: EpcSettings | None) -> None:
        self.batch = batch
        self.unit = unit
        self.epc_settings = epc or EpcSettings()

    @cached_property
    def lot(self) -> str | None:
        """Its lot, or None in serial mode."""
        return self.batch.lot_of(self.unit.seq)

    @cached_property
    def path(self) -> str:
        """Its canonical path."""
        return identity_path(self.batch.context, self.lot, self.unit.code)

    @cached_property
    def url(self) -> str:
        """What its carrier encodes."""
        return self.batch.resolver_base_url + self.path

    @property
    def url_upper(self) -> str:
        """The URL in upper case. What is printed cannot be taken back, so this is looked at here too."""
        if self.batch.gtin and self.lot is not None and self.lot != upper_case(self.lot):
            raise CellRefusedError("its lot has lower-case letters, and would be another one in an upper-case URL")
        return upper_case(self.url)

    @cached_property
    def identity(self) -> tag.TagIdentity:
        """What its EPC names."""
        batch = self.batch
        if not batch.gtin:
            raise CellRefusedError(tag.GTIN_MISSING.description)
        return tag.TagIdentity(
            gtin=batch.gtin, serial=self.unit.code, company_prefix_length=batch.company_prefix_length
        )

    @cached_property
    def epc(self) -> tag.Epc:
        """What its RFID tag holds."""
        try:
            return tag.encode_epc(self.identity, self.epc_settings)
        except ValueError as error:
            raise CellRefusedError(f"no EPC of the profile's scheme: {error}") from None

    @property
    def epc_uri(self) -> str:
        """Its pure identity URI."""
        try:
            return tag.epc_uri(self.identity)
        except ValueError as error:
            raise CellRefusedError(str(error)) from None

    @property
    def activated_at(self) -> str | None:
        """When it was activated."""
        moment = self.unit.activated_at
        return None if moment is None else utc_text(moment)


_VALUES: dict[UnitField, Callable[[UnitValues], Value]] = {
    UnitField.SEQ: lambda v: v.unit.seq,
    UnitField.CODE: lambda v: v.unit.code,
    UnitField.URL: lambda v: v.url,
    UnitField.URL_UPPER: lambda v: v.url_upper,
    UnitField.GTIN: lambda v: v.batch.gtin or None,
    UnitField.LOT: lambda v: v.lot,
    UnitField.SKU: lambda v: v.batch.sku,
    UnitField.PRODUCT_NAME: lambda v: v.batch.product_name,
    UnitField.BATCH_ID: lambda v: str(v.batch.batch_id),
    UnitField.STATUS_AT_EXPORT: lambda v: _STATUS[v.unit.status],
    UnitField.ACTIVATED_AT: lambda v: v.activated_at,
    UnitField.EPC_HEX: lambda v: v.epc.data.hex().upper(),
    UnitField.EPC_BITS: lambda v: v.epc.bits,
    UnitField.EPC_PC: lambda v: f"{v.epc.protocol_control:04X}",
    UnitField.EPC_FILTER: lambda v: v.epc.filter,
    UnitField.EPC_URI: lambda v: v.epc_uri,
    UnitField.NDEF_HEX: lambda v: tag.ndef_message(v.url).hex().upper(),
    UnitField.DIGITAL_LINK: lambda v: v.path,
}


def value_of(field: UnitField, values: UnitValues) -> Value:
    """What a unit has for a field. CellRefusedError where it can have nothing."""
    return _VALUES[field](values)


class RowMaker:
    """Makes the rows of a profile's columns."""

    def __init__(self, batch: BatchFacts, profile: CarrierProfile) -> None:
        self._batch = batch
        self._epc = profile.epc
        self._columns = [
            (column.header, UnitField(column.field) if column.constant is None else None, column.constant)
            for column in profile.columns
        ]

    def values(self, unit: UnitRow) -> Iterator[Value]:
        """The cells of a unit in the order of columns. CellRefusedError, which names column and unit, for one that cannot be
        made, or that a spreadsheet would take for a formula.
        """
        known = UnitValues(self._batch, unit, self._epc)
        for header, field, constant in self._columns:
            try:
                value = constant if field is None else value_of(field, known)
            except CellRefusedError as error:
                raise CellRefusedError(f"column {header}, seq {unit.seq}: {error}") from None
            if isinstance(value, str) and (problem := cell_problem(value)):
                raise CellRefusedError(f"column {header}, seq {unit.seq}: the value {problem}")
            yield value
