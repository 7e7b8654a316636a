"""Exports and their packs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, overload
from uuid import UUID

from hallmint_server.exporting.profile.model import Ecosystem, Format, ProfileKind

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
    finished. `units` are those that the batch had when it was asked for, and `profile` is the profile as it was then. `notes`
    say in English what to know before printing. `locked_until` is when the lock of the batch ends, where this export has it;
    `sku` is the product's today.
    """

    export_id: UUID
    batch_no: int
    batch_id: UUID
    brand_id: UUID
    profile: Mapping[str, Any]
    notes: Sequence[str]
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
    locked_until: datetime | None
    sku: str

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


CODE_LENGTH = 16
"""Symbols of a code, each one byte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice(Sequence[Unit]):
    """The units of a pack in columns, as the database gives them: a million rows would cost more as objects than all else.

    `codes` are 16 bytes each, `statuses` one, and `activated_at` is empty where nobody asked for it.
    """

    first_seq: int
    codes: bytes
    statuses: bytes
    activated_at: Sequence[datetime | None] = ()

    def __len__(self) -> int:
        return len(self.statuses)

    def head(self, count: int) -> "Slice":
        """The first of them."""
        return Slice(
            first_seq=self.first_seq,
            codes=self.codes[: count * CODE_LENGTH],
            statuses=self.statuses[:count],
            activated_at=self.activated_at[:count],
        )

    @overload
    def __getitem__(self, index: int) -> Unit: ...
    @overload
    def __getitem__(self, index: slice) -> list[Unit]: ...
    def __getitem__(self, index: int | slice) -> Unit | list[Unit]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        at = range(len(self))[index]
        return Unit(
            seq=self.first_seq + at,
            code=self.codes[at * CODE_LENGTH : (at + 1) * CODE_LENGTH].decode("ascii"),
            status=self.statuses[at],
            activated_at=self.activated_at[at] if self.activated_at else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an export is asked to be made with: a profile by its key, in a version (0: the newest that is published), or none, and
    then the default for `kind` and `ecosystem`. A `format` of rows in place of the profile's own.
    """

    profile: str
    version: int = 0
    kind: ProfileKind | None = None
    ecosystem: Ecosystem | None = None
    format: Format | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """Who holds the soft lock of a batch, and for how many seconds more."""

    export_id: UUID
    holder: str
    seconds_left: float


class LockLostError(Exception):
    """Another export took the batch's lock over: this one can publish nothing more."""
