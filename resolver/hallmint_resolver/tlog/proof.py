"""The proof file of a token, byte for byte the one that GetTokenProof gives for the same checkpoint."""

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from datetime import UTC

from hallmint_resolver.model import Batch
from hallmint_resolver.tlog.store import LogStore, Record
from hallmint_resolver.tlog.tile import HASH, WIDTH, path_of, rows_of_path
from mintcore import MAX_PROOF, ProofError, block_hashes, identity_path, inclusion_path, leaf_hashes, verify_inclusion

_ENTRY = re.compile(rb"hallmint/batch/v1\n([0-9a-f-]{36})\n([0-9a-f]{64})\n([0-9a-f]{64})\n")


class RecordChangedError(Exception):
    """Rows are no longer what the log was told, so that nobody would accept a proof. The message says which; no code is in it."""


async def proof_of(store: LogStore, batch: Batch, seq: int) -> bytes | None:
    """The proof of a token; None while its batch is in no published checkpoint. Raises RecordChangedError, psycopg.Error,
    PoolTimeout.
    """
    said = await store.record(batch.batch_no, seq // WIDTH * WIDTH)
    if said is None:
        return None
    minted = said.mint_time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    told = f"{said.product_id}\n{said.quantity}\n{said.root.hex()}\n{minted}\n"
    entry = _ENTRY.fullmatch(said.entry)
    commitment = hashlib.sha256(said.salt + told.encode()).hexdigest()
    if entry is None or (entry[1].decode(), entry[3].decode()) != (str(batch.batch_id), commitment):
        raise RecordChangedError("the batch's commitment is not the one of its entry in the log")
    code, path = _batch_path(batch, seq, said)
    rows = await store.tiles(rows_of_path(said.entry_no, said.size))
    try:
        log_path = path_of(said.entry_no, said.size, rows)
        entry_leaf = hashlib.sha256(b"\0" + said.entry).digest()
        verify_inclusion(entry_leaf, said.entry_no, said.size, log_path, said.log_root)
    except ValueError:
        raise RecordChangedError("the tiles of the log do not make the root of its checkpoint") from None
    lines = [
        "hallmint/proof/v1",
        f"batch {batch.batch_id}",
        f"seq {seq}",
        f"identity {identity_path(batch.context, batch.lot_of(seq) if batch.lots else None, code)}",
        f"quantity {said.quantity}",
        f"root {said.root.hex()}",
        f"product {said.product_id}",
        f"minted {minted}",
        f"salt {said.salt.hex()}",
        f"tag {entry[2].decode()}",
        *(f"path {node}" for node in _nodes(path)),
        "c2sp.org/tlog-proof@v1",
        f"index {said.entry_no}",
        *_nodes(log_path),
        "",
        said.note,
    ]
    data = "\n".join(lines).encode()
    if len(data) > MAX_PROOF:
        raise RecordChangedError("a proof is longer than is read: the checkpoint has too many signatures")
    return data


def _batch_path(batch: Batch, seq: int, said: Record) -> tuple[str, bytes]:
    """The code of a token, and the path from its leaf to the root of its batch."""
    if seq >= said.quantity:
        raise RecordChangedError(f"the log was told of {said.quantity} units of the batch, and there are more")
    block, at = divmod(seq, WIDTH)
    full, rest = divmod(said.quantity, WIDTH)
    last_codes = said.codes if block == full else said.last_codes
    for number, codes in ((block, said.codes), (full, last_codes)):
        first, end = number * WIDTH, min((number + 1) * WIDTH, said.quantity)
        if len(codes) != end - first:
            raise RecordChangedError(f"rows of the batch are missing between seq {first} and {end - 1}")
    leaves = _hashed(leaf_hashes, batch, block, said.codes)
    blocks = said.blocks
    if len(blocks) != full * HASH:
        raise RecordChangedError(f"the batch has {len(blocks) // HASH} blocks of hashes, and {full} are its own")
    if rest:
        blocks += _hashed(block_hashes, batch, full, last_codes)
    path = inclusion_path(leaves, at) + inclusion_path(blocks, block)
    try:
        verify_inclusion(leaves[at * HASH :][:HASH], seq, said.quantity, path, said.root)
    except ProofError:
        raise _changed(block) from None
    return said.codes[at], path


def _hashed(
    hashes: Callable[[str, str, Sequence[tuple[str, int]], int, Sequence[str]], bytes],
    batch: Batch,
    block: int,
    codes: list[str],
) -> bytes:
    lots = [(lot.code, lot.end - lot.first) for lot in batch.lots]
    try:
        return hashes(str(batch.batch_id), batch.context, lots, block * WIDTH, codes)
    except ValueError:  # a code that none can be
        raise _changed(block) from None


def _changed(block: int) -> RecordChangedError:
    first = block * WIDTH
    return RecordChangedError(f"the rows from seq {first} to {first + WIDTH - 1} are not those that were minted")


def _nodes(path: bytes) -> list[str]:
    return [base64.b64encode(path[at : at + HASH]).decode() for at in range(0, len(path), HASH)]
