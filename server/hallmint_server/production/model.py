"""Production batches, and what is asked of them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from hallmint_server.catalog.model import ProductRef

NUMBER_MOST = 64
"""Characters of a number."""
FACILITY_MOST = 200
"""Characters of a facility."""
QUANTITY_MOST = 2_000_000_000
"""Units of one production batch."""
DATE_FIRST = date(2000, 1, 1)
DATE_LAST = date(2100, 12, 31)


class ProductionStatus(StrEnum):
    """Where a production batch stands; only a ready one is minted."""

    PLANNED = "planned"
    READY = "ready"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductionBatch:
    """A run of one product. `taken` are the units that mints took of `quantity`; `sku` is the product's today."""

    production_batch_id: UUID
    number: str
    product_id: UUID
    sku: str
    production_date: date
    quantity: int
    taken: int
    facility: str
    status: ProductionStatus
    created_at: datetime

    @property
    def left(self) -> int:
        """Units that mints can still take."""
        return self.quantity - self.taken


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProductionBatch:
    """A production batch as asked for. `product` is None where none was named; `production_date` is `YYYY-MM-DD`."""

    product: ProductRef | None
    number: str
    production_date: str
    quantity: int
    facility: str
    status: ProductionStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductionBatchChange:
    """New values; None leaves a field as it is."""

    number: str | None = None
    production_date: str | None = None
    quantity: int | None = None
    facility: str | None = None
    status: ProductionStatus | None = None
