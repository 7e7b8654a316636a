"""What the cells of an export are made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from hallmint_server.minting.model import Batch, Lot, gtin_of, lot_at


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFacts:
    """What all units of a batch share, as it was copied at submit. `product_name` and `company_prefix_length` are those of the
    revision that the batch copied, so that an export made again says the same.
    """

    batch_id: UUID
    batch_no: int
    created_at: datetime
    context: str
    resolver_base_url: str
    sku: str
    product_name: str
    company_prefix_length: int | None
    lots: Sequence[Lot]

    @staticmethod
    def of(batch: Batch, *, product_name: str, company_prefix_length: int | None) -> "BatchFacts":
        """The facts of a batch that was loaded with its lots."""
        return BatchFacts(
            batch_id=batch.batch_id,
            batch_no=batch.batch_no,
            created_at=batch.created_at,
            context=batch.context,
            resolver_base_url=batch.resolver_base_url,
            sku=batch.sku,
            product_name=product_name,
            company_prefix_length=company_prefix_length,
            lots=tuple(batch.lots),
        )

    @property
    def gtin(self) -> str:
        """The GTIN its URLs carry, or empty."""
        return gtin_of(self.context)

    @property
    def created_utc(self) -> datetime:
        """When it was asked for, UTC."""
        return self.created_at.astimezone(UTC)

    def lot_of(self, seq: int) -> str | None:
        """The lot that holds `seq`, or None in serial mode."""
        return lot_at(self.lots, seq)


class UnitRow(Protocol):
    """A token's row, such as `exporting.model.Unit`."""

    @property
    def seq(self) -> int:
        """Place in the batch, from 0."""

    @property
    def code(self) -> str:
        """What is printed."""

    @property
    def status(self) -> int:
        """A number of TokenStatus."""

    @property
    def activated_at(self) -> datetime | None:
        """With time zone."""
