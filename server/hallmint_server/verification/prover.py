"""Proofs out of rows: blocks of a batch, tiles of the log, and the last checkpoint."""

from dataclasses import dataclass, replace
from typing import NamedTuple
from uuid import UUID

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.log import store as log_store
from hallmint_server.log import tile
from hallmint_server.log.entry import BLOCK_UNITS
from hallmint_server.log.proof import TokenProof
from hallmint_server.minting.model import ByPlace
from hallmint_server.verification.record import (
    BLOCK,
    NO_ROOT,
    BatchPart,
    Kept,
    NotIntegratedError,
    Read,
    RecordChangedError,
    Told,
    tell,
)
from mintcore import block_hashes, identity_path, inclusion_path, leaf_hashes, verify_consistency, verify_inclusion

_SQL = load("hallmint_server.verification", "verification.sql")


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


class _Block(NamedTuple):
    """What `block` in verification.sql gives: rows of the token's block and of the last one, with their codes in one text."""

    batch_version: bytes
    log_version: bytes
    units: int
    codes: str | None
    last_units: int
    last_codes: str | None


async def token_proof(read: Read, brand_id: UUID, place: ByPlace, kept: Kept) -> TokenProof:
    """The proof of a token of a brand whose batch has ended as minted or cancelled. Reads one block of rows, and a last one that
    is not full, in one round trip; what is the same for all tokens of the batch in another, where it is not kept.

    Raises NotIntegratedError; RecordChangedError where rows do not make the root that the log was told.
    """
    rows = await read(BLOCK, {"batch_id": place.batch_id, "seq": place.seq})
    if not rows:
        raise NotIntegratedError
    row = _Block(*rows[0])
    told = kept.find(brand_id, place.batch_id)
    if told is None or told.versions != (row.batch_version, row.log_version):
        told = await tell(read, place, told)
    told, proof = _proof(told, place.seq, row)
    # Only now: what is kept has made a proof that is true.
    kept.keep(brand_id, told)
    return proof


def _proof(told: Told, seq: int, row: _Block) -> tuple[Told, TokenProof]:
    """The proof, and what was told with the tree that it was made of."""
    batch, quantity = told.batch, told.batch.opening.quantity
    if seq >= quantity:
        raise RecordChangedError(f"the log was told of {quantity} units of the batch, and its row is another one")
    (block, at), full = divmod(seq, BLOCK_UNITS), quantity // BLOCK_UNITS
    last_units, last_codes = (row.units, row.codes) if block == full else (row.last_units, row.last_codes)
    for number, units in ((block, row.units), (full, last_units)):
        first, end = batch.stretch(number)
        if units != end - first:
            raise RecordChangedError(f"rows of the batch are missing between seq {first} and {end - 1}", (first, end))
    if len(batch.blocks) != full * tile.HASH:
        has = len(batch.blocks) // tile.HASH
        raise RecordChangedError(f"the batch has {has} blocks of hashes, and {full} are its own")
    codes = (row.codes or "").split(" ")
    # What is handed out is true: a changed row would make a proof that nobody accepts, and whoever asks is told why.
    try:
        tree = told.tree if told.last_codes == last_codes else None
        if tree is None:
            tree = batch.tree(last_codes or "")
            told = replace(told, tree=tree, last_codes=last_codes)
        path = inclusion_path(leaf_hashes(*batch.source, block * BLOCK_UNITS, codes), at) + tree.path(block)
        proof = TokenProof(
            batch_id=batch.batch_id,
            seq=seq,
            identity=identity_path(batch.context, batch.lot_of(seq), codes[at]),
            opening=batch.opening,
            tag=told.log.entry.tag,
            path=tuple(path[at : at + tile.HASH] for at in range(0, len(path), tile.HASH)),
            index=batch.index,
            log_path=told.log.path,
            checkpoint=told.log.checkpoint,
        )
        verify_inclusion(proof.leaf(), seq, quantity, path, batch.opening.root)
    except ValueError:  # a code, or lots, that no batch can have; ProofError is one
        raise _rows_changed(batch, seq, codes) from None
    return told, proof


def _rows_changed(batch: BatchPart, seq: int, codes: list[str]) -> RecordChangedError:
    """Say which rows: those of the block, or, where it has the hash that was kept of it, of the last one, or the hashes."""
    block, full = seq // BLOCK_UNITS, batch.opening.quantity // BLOCK_UNITS
    (first, end), last = batch.stretch(block), batch.stretch(full)
    words = f"the rows from seq {first} to {end - 1} are not those that were minted"
    if block == full:
        return RecordChangedError(words, last)
    try:
        made = block_hashes(*batch.source, block * BLOCK_UNITS, codes)
    except ValueError:
        return RecordChangedError(words, (first, end))
    if made != batch.blocks[block * tile.HASH :][: tile.HASH]:
        return RecordChangedError(words, (first, end))
    if last[0] == last[1]:
        return RecordChangedError("the hashes of the batch's blocks are not those of its minting", (first, end))
    words = (
        f"the rows from seq {last[0]} to {last[1] - 1}, or hashes of the batch's blocks, are not those that were minted"
    )
    return RecordChangedError(words, (first, end), last)


async def had(conn: Connection, size: int, root: bytes) -> bool:
    """Whether the published log had this root when it had `size` entries. Raises RecordChangedError where tiles do not say."""
    last = await head(conn)
    if last is None or not 0 < size <= last.size:
        return False
    rows = await log_store.read_tiles(conn, tile.rows([(0, size)]))
    try:
        return tile.root(size, tile.reader(rows)) == root
    except ValueError:
        raise RecordChangedError(NO_ROOT) from None


async def growth(conn: Connection, old_size: int, new: Head) -> list[bytes]:
    """The hashes that prove a published head to have grown out of the tree of its first `old_size` entries, of which there is one
    at least. Raises RecordChangedError where tiles do not make the head's root: nobody is handed a proof that proves nothing.
    """
    rows = await log_store.read_tiles(conn, tile.rows([(0, old_size)]))
    try:
        hashes = await log_store.read_consistency(conn, old_size, new.size)
        old_root = tile.root(old_size, tile.reader(rows))
        verify_consistency(old_size, old_root, new.size, new.root, b"".join(hashes))
    except ValueError:  # a tile is missing, too short, or another one; ProofError is one
        raise RecordChangedError(NO_ROOT) from None
    return hashes
