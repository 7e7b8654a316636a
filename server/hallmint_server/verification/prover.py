"""Proofs out of rows: blocks of a batch, tiles of the log, and the last checkpoint."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.log import store as log_store
from hallmint_server.log import tile
from hallmint_server.log.entry import BatchEntry, Opening, parse_entry
from hallmint_server.log.proof import TokenProof
from hallmint_server.minting.model import Batch, Token
from mintcore import ProofError, block_hashes, identity_path, inclusion_path, leaf_hashes, verify_inclusion

_SQL = load("hallmint_server.verification", "verification.sql")
BLOCK = 256
"""Leaves under one kept hash of a batch's tree (identity.md, "Batch tree")."""


class NotIntegratedError(Exception):
    """The batch has ended, and no published checkpoint has its entry yet. It will, in seconds."""


class RecordChangedError(Exception):
    """Rows are no longer what the log was told. The message says which; `stretches` are the seqs, from one up to another that is
    not among them, of which one or more must have changed: none where it is no row of a token.
    """

    def __init__(self, words: str, *stretches: tuple[int, int]) -> None:
        super().__init__(words)
        self.stretches = stretches


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A published checkpoint: `note` is the whole signed note."""

    size: int
    root: bytes
    note: bytes


async def head(conn: Connection, *, at_least: int | None = None) -> Head | None:
    """The last published checkpoint, or the first that has `at_least` entries; None where there is none."""
    statement = "last_checkpoint" if at_least is None else "checkpoint_from"
    row = await (await conn.execute(_SQL[statement], {"size": at_least})).fetchone()
    return Head(size=row[0], root=bytes(row[1]), note=row[2].encode()) if row else None


class _Row(NamedTuple):
    """What one query gives of a batch: see `record` in verification.sql."""

    version: bytes
    codes: list[str]
    last_codes: list[str]
    product_id: UUID
    quantity: int
    root: bytes
    mint_time: datetime
    salt: bytes
    entry_no: int
    entry: bytes | None
    size: int
    log_root: bytes
    note: str
    blocks: bytes | None
    levels: list[int] | None
    numbers: list[int] | None
    hashes: list[bytes] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What is the same for all tokens of a batch under one checkpoint: `blocks` are the hashes of its full blocks, `log_path`
    leads from its entry to the checkpoint's root, and was verified.
    """

    version: bytes
    opening: Opening
    entry: BatchEntry
    index: int
    log_path: tuple[bytes, ...]
    blocks: bytes
    checkpoint: bytes


class Kept:
    """What was told of batches lately, by their numbers: some 130 KB for a batch of a million. It counts only as long as the rows
    that it is made of are the very same ones, so nothing that is changed in the database hides behind it.
    """

    def __init__(self, most: int = 64) -> None:
        self._most = most
        self._told: OrderedDict[int, _Told] = OrderedDict()

    def find(self, batch_no: int) -> _Told | None:
        """What is kept of a batch."""
        if batch_no in self._told:
            self._told.move_to_end(batch_no)
        return self._told.get(batch_no)

    def keep(self, batch_no: int, told: _Told) -> None:
        """Keep it, and forget what was not asked for the longest."""
        self._told[batch_no] = told
        self._told.move_to_end(batch_no)
        if len(self._told) > self._most:
            self._told.popitem(last=False)


async def token_proof(conn: Connection, token: Token, kept: Kept) -> TokenProof:
    """The proof of a token whose batch has ended as minted or cancelled, with its lots. Reads one block of rows, a last one that
    is not full, and, where they are not kept, the batch's block hashes and one or two tiles a level: one round trip.

    Raises NotIntegratedError; RecordChangedError where rows do not make the root that the log was told.
    """
    batch = token.batch
    told = kept.find(batch.batch_no)
    values = {
        "batch_no": batch.batch_no,
        "first": token.seq // BLOCK * BLOCK,
        "known": told.version if told else b"",
    }
    found = await (await conn.execute(_SQL["record"], values, binary=True)).fetchone()
    if found is None:
        raise NotIntegratedError
    row = _Row(*found)
    if told is None or told.version != row.version:
        told = _tell(batch, row)
        kept.keep(batch.batch_no, told)
    if token.seq >= row.quantity:
        raise RecordChangedError(f"the log was told of {row.quantity} units of the batch, and its row is another one")
    record = _Record(row.quantity, told.blocks, row.codes, row.last_codes)
    path = _batch_path(batch, token.seq, record)
    proof = TokenProof(
        batch_id=batch.batch_id,
        seq=token.seq,
        identity=identity_path(batch.context, batch.lot_of(token.seq), token.code),
        opening=told.opening,
        tag=told.entry.tag,
        path=tuple(path[at : at + tile.HASH] for at in range(0, len(path), tile.HASH)),
        index=told.index,
        log_path=told.log_path,
        checkpoint=told.checkpoint,
    )
    # What is handed out is true: a changed row would make a proof that nobody accepts, and whoever asks is told why.
    try:
        verify_inclusion(proof.leaf(), token.seq, row.quantity, path, told.opening.root)
    except ProofError:
        raise _rows_changed(batch, token.seq, record) from None
    return proof


def _tell(batch: Batch, row: _Row) -> _Told:
    """Make what is the same for all tokens of a batch, and verify the way through the log. Raises RecordChangedError."""
    opening = Opening(product=row.product_id, quantity=row.quantity, root=row.root, minted=row.mint_time, salt=row.salt)
    entry = parse_entry(row.entry or b"")
    if not isinstance(entry, BatchEntry) or (entry.batch_id, entry.commitment) != (
        batch.batch_id,
        opening.commitment(),
    ):
        raise RecordChangedError("the batch's commitment is not the one of its entry in the log")
    places = zip(row.levels or (), row.numbers or (), strict=True)
    rows = dict(zip(places, row.hashes or (), strict=True))
    try:
        hashes = tile.hashes(tile.inclusion(row.entry_no, row.size), tile.reader(rows))
        verify_inclusion(tile.leaf_hash(bytes(entry)), row.entry_no, row.size, b"".join(hashes), row.log_root)
    except ValueError:  # a tile is missing, too short, or another one; ProofError is one
        raise RecordChangedError("the tiles of the log do not make the root of its checkpoint") from None
    return _Told(
        version=row.version,
        opening=opening,
        entry=entry,
        index=row.entry_no,
        log_path=tuple(hashes),
        blocks=row.blocks or b"",
        checkpoint=row.note.encode(),
    )


class _Record(NamedTuple):
    """Of a batch, what the way from a token to its root is made of."""

    quantity: int
    blocks: bytes
    codes: list[str]
    last_codes: list[str]


def _batch_path(batch: Batch, seq: int, record: _Record) -> bytes:
    """From a token's leaf to the root of its batch."""
    block, at = divmod(seq, BLOCK)
    full, rest = divmod(record.quantity, BLOCK)
    last_codes = record.codes if block == full else record.last_codes
    for number, codes in ((block, record.codes), (full, last_codes)):
        first, end = _stretch(number, record.quantity)
        if len(codes) != end - first:
            raise RecordChangedError(f"rows of the batch are missing between seq {first} and {end - 1}", (first, end))
    if len(record.blocks) != full * tile.HASH:
        has = len(record.blocks) // tile.HASH
        raise RecordChangedError(f"the batch has {has} blocks of hashes, and {full} are its own")
    try:
        leaves = leaf_hashes(*_leaves_of(batch, block, record.codes))
        blocks = record.blocks + (block_hashes(*_leaves_of(batch, full, last_codes)) if rest else b"")
    except ValueError:  # a code, or lots, that no batch can have
        raise _rows_changed(batch, seq, record) from None
    return inclusion_path(leaves, at) + inclusion_path(blocks, block)


def _rows_changed(batch: Batch, seq: int, record: _Record) -> RecordChangedError:
    """Say which rows: those of the block, or, where it has the hash that was kept of it, of the last one, or the hashes."""
    block, (first, end) = seq // BLOCK, _stretch(seq // BLOCK, record.quantity)
    words = f"the rows from seq {first} to {end - 1} are not those that were minted"
    full = record.quantity // BLOCK
    last = _stretch(full, record.quantity)
    if block == full:
        return RecordChangedError(words, last)
    try:
        made = block_hashes(*_leaves_of(batch, block, record.codes))
    except ValueError:
        return RecordChangedError(words, (first, end))
    if made != record.blocks[block * tile.HASH :][: tile.HASH]:
        return RecordChangedError(words, (first, end))
    if last[0] == last[1]:
        return RecordChangedError("the hashes of the batch's blocks are not those of its minting", (first, end))
    words = (
        f"the rows from seq {last[0]} to {last[1] - 1}, or hashes of the batch's blocks, are not those that were minted"
    )
    return RecordChangedError(words, (first, end), last)


def stretch_of(seq: int, quantity: int) -> tuple[int, int]:
    """The seqs of the block that a seq is in, from one up to another."""
    return _stretch(seq // BLOCK, quantity)


def _stretch(block: int, quantity: int) -> tuple[int, int]:
    return block * BLOCK, min((block + 1) * BLOCK, quantity)


def _leaves_of(batch: Batch, block: int, codes: list[str]) -> tuple[str, str, list[tuple[str, int]], int, list[str]]:
    """What mintcore hashes the leaves of a block from."""
    lots = [(lot.lot_code, lot.quantity) for lot in batch.lots]
    return str(batch.batch_id), batch.context, lots, block * BLOCK, codes


async def had(conn: Connection, size: int, root: bytes) -> bool:
    """Whether the published log had this root when it had `size` entries."""
    last = await head(conn)
    if last is None or not 0 < size <= last.size:
        return False
    rows = await log_store.read_tiles(conn, tile.rows([(0, size)]))
    return tile.root(size, tile.reader(rows)) == root
