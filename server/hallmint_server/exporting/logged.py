"""What an export's manifest says of the log: a head of it, and the way from the export's batch to that head."""

from dataclasses import dataclass

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.exporting.model import Export
from hallmint_server.log.entry import BatchEntry, Opening, parse_entry
from hallmint_server.log.entry_proof import entry_proofs

_SQL = load("hallmint_server.exporting", "logged.sql")


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedBatch:
    """The batch's entry: number `index` of the log, with the hashes up to the root of the checkpoint, leaf side first, what it
    commits to, and its tag.
    """

    index: int
    path: tuple[bytes, ...]
    opening: Opening
    tag: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """A signed note, as it was published, and the batch's entry; None where the checkpoint has it not, or where it commits to
    other units than the export has.
    """

    checkpoint: str
    entry: LoggedBatch | None


async def is_logged(conn: Connection, export: Export) -> bool:
    """Whether a published checkpoint has the entry of an export's batch, or there is none to wait for."""
    row = await (await conn.execute(_SQL["is_logged"], {"batch_no": export.batch_no})).fetchone()
    return row is not None and bool(row[0])


async def carry_checkpoint(conn: Connection, export: Export) -> None:
    """Choose the checkpoint that the manifest carries, in the transaction that completes the export: for ever."""
    await conn.execute(_SQL["carry_checkpoint"], {"export_id": export.export_id})


async def find_logged(conn: Connection, export: Export, root: bytes) -> Logged | None:
    """What the manifest of a completed export carries, None where it carries nothing; `root` is that of its units. Always the
    same: the checkpoint is chosen, and the log only grows.
    """
    row = await (await conn.execute(_SQL["carried"], {"export_id": export.export_id})).fetchone()
    if row is None:
        return None
    size, note = row
    return Logged(checkpoint=note, entry=await _entry(conn, export, root, size, note))


async def _entry(conn: Connection, export: Export, root: bytes, size: int, note: str) -> LoggedBatch | None:
    values = {"batch_no": export.batch_no, "size": size}
    row = await (await conn.execute(_SQL["logged_batch"], values)).fetchone()
    if row is None:
        return None
    product_id, quantity, logged_root, mint_time, salt, entry_no, data = row
    entry = parse_entry(bytes(data))
    # An export of a failed batch that was resumed later has fewer units than the log was told of.
    if (quantity, bytes(logged_root)) != (export.units, root) or not isinstance(entry, BatchEntry):
        return None
    (proof,) = await entry_proofs(conn, [entry_no], size, note.encode())
    opening = Opening(product=product_id, quantity=quantity, root=root, minted=mint_time, salt=bytes(salt))
    return LoggedBatch(index=entry_no, path=proof.path, opening=opening, tag=entry.tag)
