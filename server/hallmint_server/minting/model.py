"""Mint batches, lots, tokens and revocations."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from uuid import UUID

from hallmint_server.catalog.model import ProductRef
from mintcore import identity_path, range_root

QUANTITY_MOST = 1_000_000
LOTS_MOST = 100
REVOKE_MOST = 1_000
_HASH = 32  # bytes


class BatchState(StrEnum):
    """Where a batch stands."""

    QUEUED = "queued"
    PROCESSING = "processing"
    MINTED = "minted"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def has_ended(self) -> bool:
        """Whether workers are done with it (a failed one may be resumed)."""
        return self not in (BatchState.QUEUED, BatchState.PROCESSING)


class IdentityMode(StrEnum):
    """How units are told apart."""

    SERIAL = "serial"
    LOT = "lot"


class ActivationMode(StrEnum):
    """When a token becomes active."""

    FIRST_SCAN = "first_scan"
    AT_MINT = "at_mint"


class TokenStatus(IntEnum):
    """Where a token stands; the numbers are those of `tokens.status`."""

    MINTED = 1
    ACTIVE = 2
    REVOKED = 3


class RevocationState(StrEnum):
    """Where a revocation of a batch or lot stands."""

    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A lot code and its range: seqs first_seq to first_seq + quantity - 1."""

    lot_code: str
    first_seq: int
    quantity: int


def lot_at(lots: Sequence[Lot], seq: int) -> str | None:
    """The code of the lot that holds `seq`, or None. Lots stand in the order of their seqs; an export asks this for each unit.

    Where somebody changed a lot's quantity, so that two claim the unit, it is the first one's: so the core has it when it hashes
    the rows, and a lot that differed from it would hide the change.
    """
    index = bisect_right(lots, seq, key=lambda lot: lot.first_seq + lot.quantity)
    if index == len(lots) or seq < lots[index].first_seq:
        return None
    return lots[index].lot_code


@dataclass(frozen=True, slots=True, kw_only=True)
class MintSpec:
    """A mint as asked for; `product` None where the caller named none. Lots have no first_seq yet: it is their order."""

    product: ProductRef | None
    quantity: int
    identity_mode: IdentityMode
    activation_mode: ActivationMode
    lots: Sequence[tuple[str, int]]
    production_batch_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One mint request and all its tokens. `lots` is empty in lists."""

    batch_no: int
    batch_id: UUID
    brand_id: UUID
    product_id: UUID
    sku: str
    product_revision: int
    context: str
    resolver_base_url: str
    key_version: int
    identity_mode: IdentityMode
    activation_mode: ActivationMode
    quantity: int
    state: BatchState
    cursor: int
    compact_range: bytes
    change_no: int
    revoked: int
    failure: str | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    production_batch_id: UUID | None
    template_id: UUID | None
    exported_units: int
    exports_completed: int
    last_exported_at: datetime | None
    lots: Sequence[Lot] = ()

    @property
    def gtin(self) -> str:
        """The GTIN its URLs carry, or empty."""
        return gtin_of(self.context)

    @property
    def has_its_range(self) -> bool:
        """Whether the compact range is one of so many units: else somebody changed a row, and there is no root."""
        return len(self.compact_range) == _HASH * self.cursor.bit_count()

    @property
    def root(self) -> bytes:
        """RFC 6962 root over the units minted so far, 32 bytes. ValueError without `has_its_range`."""
        return range_root(self.compact_range, self.cursor)

    @property
    def initial_status(self) -> TokenStatus:
        """The status its tokens are made with."""
        return TokenStatus.ACTIVE if self.activation_mode is ActivationMode.AT_MINT else TokenStatus.MINTED

    def lot_of(self, seq: int) -> str | None:
        """The lot that holds `seq`, or None in serial mode. Needs `lots`."""
        return lot_at(self.lots, seq)

    def url_of(self, seq: int, code: str) -> str:
        """What the carrier of a unit encodes. Needs `lots`."""
        return self.resolver_base_url + identity_path(self.context, self.lot_of(seq), code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One unit's identity, with the batch that says the rest of it."""

    batch: Batch
    seq: int
    code: str
    status: TokenStatus
    activated_at: datetime | None
    exported_at: datetime | None = None
    """When the last pack with it was finished; looked up for one token alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """The withdrawal of a whole batch or lot."""

    revocation_id: UUID
    batch_id: UUID
    lot_code: str | None
    reason: str
    state: RevocationState
    revoked: int
    created_at: datetime
    ended_at: datetime | None
    quantity: int
    failure: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """A brand's counters."""

    minted: int
    active: int
    revoked: int
    batches: int
    running: int
    exported_units: int
    exports_completed: int
    exports_running: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFilter:
    """Which batches are meant; None means that it does not matter."""

    state: BatchState | None = None
    product_id: UUID | None = None
    identity_mode: IdentityMode | None = None
    activation_mode: ActivationMode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ByUrl:
    """A token named by a resolver URL or its path."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ByGtinSerial:
    """A token named by what a GS1 scanner reads."""

    gtin: str
    serial: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ByCode:
    """A token named by a bare code."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ByPlace:
    """A token named by its place in a batch."""

    batch_id: UUID
    seq: int


TokenRef = ByUrl | ByGtinSerial | ByCode | ByPlace


def context_of(gtin: str | None) -> str:
    """The context that codes are made under (identity.md): `gtin:<14 digits>`, or `token` without one."""
    return f"gtin:{gtin}" if gtin else "token"


def gtin_of(context: str) -> str:
    """The GTIN of a context, or empty."""
    return context.removeprefix("gtin:") if context.startswith("gtin:") else ""
