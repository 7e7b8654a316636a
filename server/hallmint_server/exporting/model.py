"""Exports and their packs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

PACK_UNITS = 10_000
"""Most units of a pack (product.md, "Limits")."""
LOCK_SECONDS = 600
"""How long the soft lock of a batch lasts without a finished pack."""


class ExportState(StrEnum):
    """Where an export stands."""

    PENDING = "pending"
    GENERATING = "generating"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def has_ended(self) -> bool:
        """Whether workers are done with it (a failed one may be resumed)."""
        return self not in (ExportState.PENDING, ExportState.GENERATING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One export of a batch: `packs` files of `pack_units` units each, the last one of what is left. Packs below `cursor` are
    finished. `units` are those that the batch had when it was asked for, and `profile` is the profile as it was then.
    """

    export_id: UUID
    batch_no: int
    batch_id: UUID
    brand_id: UUID
    profile: Mapping[str, Any]
    units: int
    pack_units: int
    holder: str
    state: ExportState
    cursor: int
    change_no: int
    failure: str | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def packs(self) -> int:
        """How many there will be."""
        return -(-self.units // self.pack_units)

    def slice_of(self, pack_no: int) -> range:
        """The seqs of a pack. Always the same for an export, so that a pack made again holds the same units."""
        first = pack_no * self.pack_units
        return range(first, min(first + self.pack_units, self.units))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A finished pack: a file in the storage that never changes."""

    pack_id: UUID
    export_id: UUID
    brand_id: UUID
    pack_no: int
    first_seq: int
    units: int
    storage_key: str
    file_name: str
    media_type: str
    sha256: bytes
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A token's row, as it is when its pack is made."""

    seq: int
    code: str
    status: int
    activated_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """Who holds the soft lock of a batch, and for how many seconds more."""

    export_id: UUID
    holder: str
    seconds_left: float


class LockLostError(Exception):
    """Another export took the batch's lock over: this one can publish nothing more."""
