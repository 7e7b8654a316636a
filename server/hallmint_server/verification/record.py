"""What a batch's rows and the log's say that is the same for all its tokens: read once, verified, and kept between two calls."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from psycopg.rows import TupleRow

from hallmint_server.db.queries import load
from hallmint_server.log import tile
from hallmint_server.log.entry import BLOCK_UNITS, BatchEntry, Opening, parse_entry
from hallmint_server.minting.model import ByPlace, Lot, lot_at
from mintcore import HashTree, block_hashes, verify_inclusion

_SQL = load("hallmint_server.verification", "verification.sql")
_RECORD = _SQL["record"].replace(b"{found}", _SQL["found"])
BLOCK = _SQL["block"].replace(b"{found}", _SQL["found"])
"""The query of the codes that a token's proof needs, with the versions of the two parts."""

NO_ROOT = "the tiles of the log do not make the root of its checkpoint"
"""What a RecordChangedError says of tiles that were changed."""

Read = Callable[[bytes, Mapping[str, object]], Awaitable[Sequence[TupleRow]]]
"""The rows of one SELECT, for the brand that asks."""


class NotIntegratedError(Exception):
    """No batch that has ended has this place, or no published checkpoint has its entry yet: in seconds it will, as a rule."""


class RecordChangedError(Exception):
    """Rows are no longer what the log was told. The message says which; `stretches` are the seqs, from one up to another that is
    not among them, of which one or more must have changed: none where it is no row of a token.
    """

    def __init__(self, words: str, *stretches: tuple[int, int]) -> None:
        super().__init__(words)
        self.stretches = stretches


def stretch(block: int, quantity: int) -> tuple[int, int]:
    """The seqs of a block of a batch of so many units, from one up to another that is not among them."""
    first = block * BLOCK_UNITS
    return first, min(first + BLOCK_UNITS, quantity)


class _Row(NamedTuple):
    """What `record` in verification.sql gives: the two parts, each of nothing but NULL where it is known."""

    batch_version: bytes
    log_version: bytes
    entry_no: int
    context: str
    product_id: UUID
    quantity: int
    root: bytes
    mint_time: datetime
    salt: bytes
    blocks: bytes
    lot_codes: list[str] | None
    lot_firsts: list[int] | None
    lot_quantities: list[int] | None
    size: int
    log_root: bytes
    note: str
    entry: bytes | None
    levels: list[int] | None
    numbers: list[int] | None
    hashes: list[bytes] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPart:
    """What a batch's rows say, but those of its tokens: `blocks` are the hashes of its full blocks, `index` the number of its
    entry.
    """

    version: bytes
    batch_id: UUID
    context: str
    lots: tuple[Lot, ...]
    opening: Opening
    blocks: bytes
    index: int

    def lot_of(self, seq: int) -> str | None:
        """The lot that holds `seq`, or None in serial mode."""
        return lot_at(self.lots, seq)

    def stretch(self, block: int) -> tuple[int, int]:
        """The seqs of a block, as in `stretch`."""
        return stretch(block, self.opening.quantity)

    @property
    def source(self) -> tuple[str, str, list[tuple[str, int]]]:
        """What mintcore hashes leaves from, beside seq and codes."""
        return str(self.batch_id), self.context, [(lot.lot_code, lot.quantity) for lot in self.lots]

    def tree(self, last_codes: str) -> HashTree:
        """The tree over the hashes of its blocks, the last of which may be made of codes. Raises ValueError for a code, or lots,
        that no batch can have.
        """
        full, rest = divmod(self.opening.quantity, BLOCK_UNITS)
        if not rest:
            return HashTree(self.blocks)
        return HashTree(self.blocks + block_hashes(*self.source, full * BLOCK_UNITS, last_codes.split(" ")))


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPart:
    """What the log says of a batch: `path` leads from its entry to the checkpoint's root, and was verified."""

    version: bytes
    entry: BatchEntry
    path: tuple[bytes, ...]
    checkpoint: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Both parts, which fit each other, and the tree over the blocks with the codes of the last one that it was made of."""

    batch: BatchPart
    log: LogPart
    tree: HashTree | None = None
    last_codes: str | None = None

    @property
    def versions(self) -> tuple[bytes, bytes]:
        """By which it is seen whether any row of it is another one by now."""
        return self.batch.version, self.log.version


class Kept:
    """What was told lately, by brand and batch: some 400 KB for a batch of a million. It counts only as long as the rows that
    it is made of are the very same ones, so nothing that is changed in the database hides behind it.
    """

    def __init__(self, most: int = 64) -> None:
        self._most = most
        self._told: OrderedDict[tuple[UUID, UUID], Told] = OrderedDict()

    def find(self, brand_id: UUID, batch_id: UUID) -> Told | None:
        """What is kept of a brand's batch."""
        told = self._told.get((brand_id, batch_id))
        if told is not None:
            self._told.move_to_end((brand_id, batch_id))
        return told

    def keep(self, brand_id: UUID, told: Told) -> None:
        """Keep it, and forget what was not asked for the longest."""
        key = (brand_id, told.batch.batch_id)
        self._told[key] = told
        self._told.move_to_end(key)
        if len(self._told) > self._most:
            self._told.popitem(last=False)


async def tell(read: Read, place: ByPlace, known: Told | None) -> Told:
    """Read the parts that are not known, and verify the way through the log. Raises as `prover.token_proof` does."""
    known_batch, known_log = known.versions if known else (b"", b"")
    values = {"batch_id": place.batch_id, "seq": place.seq, "known_batch": known_batch, "known_log": known_log}
    rows = await read(_RECORD, values)
    if not rows:
        raise NotIntegratedError
    row = _Row(*rows[0])
    batch = known.batch if known and row.batch_version == known_batch else _batch_part(place.batch_id, row)
    entry = known.log.entry if known and row.log_version == known_log else parse_entry(row.entry or b"")
    told = (batch.batch_id, batch.opening.commitment())
    if not isinstance(entry, BatchEntry) or (entry.batch_id, entry.commitment) != told:
        raise RecordChangedError("the batch's commitment is not the one of its entry in the log")
    log = known.log if known and row.log_version == known_log else _log_part(entry, row)
    if known and batch is known.batch:
        return replace(known, log=log)  # the log has grown: the tree stays
    return Told(batch=batch, log=log)


def _batch_part(batch_id: UUID, row: _Row) -> BatchPart:
    lots = zip(row.lot_codes or (), row.lot_firsts or (), row.lot_quantities or (), strict=True)
    return BatchPart(
        version=row.batch_version,
        batch_id=batch_id,
        context=row.context,
        lots=tuple(Lot(lot_code=code, first_seq=first, quantity=quantity) for code, first, quantity in lots),
        opening=Opening(
            product=row.product_id, quantity=row.quantity, root=row.root, minted=row.mint_time, salt=row.salt
        ),
        blocks=row.blocks,
        index=row.entry_no,
    )


def _log_part(entry: BatchEntry, row: _Row) -> LogPart:
    places = zip(row.levels or (), row.numbers or (), strict=True)
    rows = dict(zip(places, row.hashes or (), strict=True))
    try:
        hashes = tile.hashes(tile.inclusion(row.entry_no, row.size), tile.reader(rows))
        verify_inclusion(tile.leaf_hash(bytes(entry)), row.entry_no, row.size, b"".join(hashes), row.log_root)
    except ValueError:  # a tile is missing, too short, or another one; ProofError is one
        raise RecordChangedError(NO_ROOT) from None
    return LogPart(version=row.log_version, entry=entry, path=tuple(hashes), checkpoint=row.note.encode())
