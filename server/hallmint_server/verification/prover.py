"""Proofs out of rows: blocks of a batch, tiles of the log, and the last checkpoint."""

from dataclasses import dataclass

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
    """Rows are no longer what the log was told. The message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A published checkpoint: `note` is the whole signed note."""

    size: int
    root: bytes
    note: bytes


async def head(conn: Connection, *, at_least: int | None = None) -> Head | None:
    """The last published checkpoint, or the first that has `at_least` entries; None where there is none."""
    row = await (await conn.execute(_SQL["checkpoint"], {"size": at_least})).fetchone()
    return Head(size=row[0], root=bytes(row[1]), note=row[2].encode()) if row else None


async def token_proof(conn: Connection, token: Token) -> TokenProof:
    """The proof of a token whose batch has ended as minted or cancelled, with its lots. Reads one block of rows, and a last
    one that is not full, the batch's block hashes, and one tile a level.

    Raises NotIntegratedError; RecordChangedError where rows do not make the root that the log was told.
    """
    batch = token.batch
    row = await (await conn.execute(_SQL["commitment"], {"batch_no": batch.batch_no})).fetchone()
    last = await head(conn)
    if row is None or last is None or row[5] is None or row[5] >= last.size:
        raise NotIntegratedError
    product_id, quantity, root, mint_time, salt, entry_no, entry_bytes = row
    opening = Opening(product=product_id, quantity=quantity, root=bytes(root), minted=mint_time, salt=bytes(salt))
    entry = parse_entry(bytes(entry_bytes))
    if not isinstance(entry, BatchEntry) or (entry.batch_id, entry.commitment) != (
        batch.batch_id,
        opening.commitment(),
    ):
        raise RecordChangedError("the batch's commitment is not the one of its entry in the log")
    path = await _batch_path(conn, batch, token.seq, quantity)
    spans = tile.inclusion(entry_no, last.size)
    rows = await log_store.read_tiles(conn, tile.rows(spans))
    proof = TokenProof(
        batch_id=batch.batch_id,
        seq=token.seq,
        identity=identity_path(batch.context, batch.lot_of(token.seq), token.code),
        opening=opening,
        tag=entry.tag,
        path=path,
        index=entry_no,
        log_path=tuple(tile.hashes(spans, lambda level, number: rows.get((level, number), b""))),
        checkpoint=last.note,
    )
    _check(proof, last)
    return proof


async def _batch_path(conn: Connection, batch: Batch, seq: int, quantity: int) -> tuple[bytes, ...]:
    """From a token's leaf to the root of its batch."""
    block = seq // BLOCK
    leaves = leaf_hashes(*await _codes(conn, batch, block, quantity))
    full, rest = divmod(quantity, BLOCK)
    blocks = b"".join(
        [
            bytes(hashes)
            for (hashes,) in await (await conn.execute(_SQL["blocks"], {"batch_no": batch.batch_no})).fetchall()
        ]
    )
    if len(blocks) != full * tile.HASH:
        raise RecordChangedError(f"the batch has {len(blocks) // tile.HASH} blocks of hashes, and {full} are its own")
    if rest:
        blocks += block_hashes(*await _codes(conn, batch, full, quantity))
    path = inclusion_path(leaves, seq % BLOCK) + inclusion_path(blocks, block)
    return tuple(path[at : at + tile.HASH] for at in range(0, len(path), tile.HASH))


async def _codes(
    conn: Connection, batch: Batch, block: int, quantity: int
) -> tuple[str, str, list[tuple[str, int]], int, list[str]]:
    """What mintcore hashes the leaves of a block from."""
    first = block * BLOCK
    end = min(first + BLOCK, quantity)
    row = await (await conn.execute(_SQL["codes"], {"batch_no": batch.batch_no, "first": first, "end": end})).fetchone()
    codes = row[0] if row else []
    if len(codes) != end - first:
        raise RecordChangedError(f"rows of the batch are missing between seq {first} and {end - 1}")
    lots = [(lot.lot_code, lot.quantity) for lot in batch.lots]
    return str(batch.batch_id), batch.context, lots, first, codes


def _check(proof: TokenProof, last: Head) -> None:
    """What is handed out is true: a changed row would make a proof that nobody accepts, and whoever asks is told why."""
    block = proof.seq // BLOCK * BLOCK
    for leaf, index, size, path, root, words in (
        (proof.leaf(), proof.seq, proof.opening.quantity, proof.path, proof.opening.root,
         f"the rows from seq {block} to {block + BLOCK - 1} are not those that were minted"),
        (proof.entry_leaf(), proof.index, last.size, proof.log_path, last.root,
         "the tiles of the log do not make the root of its checkpoint"),
    ):  # fmt: skip
        try:
            verify_inclusion(leaf, index, size, b"".join(path), root)
        except ProofError:
            raise RecordChangedError(words) from None


async def consistency(conn: Connection, old: int, new: int) -> list[bytes]:
    """The hashes from a tree of `old` entries to one of `new`, 0 < old <= new, both published or less (RFC 6962, 2.1.2)."""
    spans = tile.consistency(old, new)
    rows = await log_store.read_tiles(conn, tile.rows(spans))
    return tile.hashes(spans, lambda level, number: rows.get((level, number), b""))


async def had(conn: Connection, size: int, root: bytes) -> bool:
    """Whether the published log had this root when it had `size` entries."""
    last = await head(conn)
    if last is None or not 0 < size <= last.size:
        return False
    rows = await log_store.read_tiles(conn, tile.rows([(0, size)]))
    return tile.root(size, lambda level, number: rows.get((level, number), b"")) == root
