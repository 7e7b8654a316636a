"""Rows of exports, their packs and the soft lock of a batch."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from psycopg.rows import dict_row

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.exporting.model import LOCK_SECONDS, Export, ExportState, Lock, LockLostError, Pack, Slice
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.jobs.lease import JobKind, Lease, LeaseLostError
from hallmint_server.minting import batch_store
from hallmint_server.minting.model import Batch
from mintcore import uuid7

_SQL = load("hallmint_server.exporting", "export.sql")


async def insert(
    conn: Connection,
    batch: Batch,
    profile: Mapping[str, Any],
    *,
    notes: Sequence[str],
    pack_units: int,
    holder: str,
) -> UUID | Lock:
    """Write a pending export of what a batch has minted, with its job and the batch's lock; wakes a worker at the commit.
    Where another export holds the lock nothing is written, and the lock is returned.
    """
    export_id = UUID(uuid7())
    values = {
        "export_id": export_id,
        "batch_no": batch.batch_no,
        "brand_id": batch.brand_id,
        "profile": json.dumps(profile),
        "notes": list(notes),
        "units": batch.cursor,
        "pack_units": pack_units,
        "holder": holder,
    }
    lock = await _find_lock(conn, batch.batch_no)
    if lock is not None:
        return lock
    await conn.execute(_SQL["insert_export"], values)
    await _take_lock(conn, values)
    await batch_store.insert_job(conn, export_id, JobKind.EXPORT, batch.brand_id)
    return export_id


async def resume(conn: Connection, export: Export, *, holder: str) -> Lock | None:
    """Make an export pending again, with the batch's lock, both of a `holder` from now on. Where another export holds that,
    nothing is written, and the lock is returned. The caller resets the job.
    """
    lock = await _find_lock(conn, export.batch_no)
    if lock is not None:
        return lock
    values = {name: getattr(export, name) for name in ("export_id", "batch_no", "brand_id")} | {"holder": holder}
    await conn.execute(_SQL["resume_export"], values)
    await _take_lock(conn, values)
    return None


async def _find_lock(conn: Connection, batch_no: int) -> Lock | None:
    """The lock of a batch unless it has run out. Until the transaction ends nobody else takes it."""
    # A lock that is not there yet cannot be waited for; its batch can.
    await conn.execute(_SQL["hold_batch"], {"batch_no": batch_no})
    row = await (await conn.execute(_SQL["find_lock"], {"batch_no": batch_no})).fetchone()
    return Lock(export_id=row[0], holder=row[1], seconds_left=row[2]) if row and row[2] >= 0 else None


async def _take_lock(conn: Connection, values: Mapping[str, Any]) -> None:
    await conn.execute(_SQL["take_lock"], {**values, "lock_seconds": LOCK_SECONDS})


async def find(conn: Connection, export_id: UUID) -> Export | None:
    """An export, of the acting brand where the connection has one."""
    async with conn.cursor(row_factory=dict_row) as cursor:
        row = await (await cursor.execute(_SQL["find_export"], {"export_id": export_id})).fetchone()
    return _export(row) if row else None


async def facts(conn: Connection, batch: Batch) -> BatchFacts:
    """What all units of a batch share, of the product's revision that the batch copied."""
    values = {"product_id": batch.product_id, "revision": batch.product_revision}
    row = await (await conn.execute(_SQL["revision"], values)).fetchone()
    assert row is not None  # noqa: S101 - revisions are never deleted
    return BatchFacts.of(batch, product_name=row[0], company_prefix_length=row[1])


async def hold_batch(conn: Connection, export: Export) -> None:
    """Lock the batch of an export that is about to end, before its soft lock: whoever asks for an export locks in that order."""
    await conn.execute(_SQL["hold_batch"], {"batch_no": export.batch_no})


async def begin(conn: Connection, export: Export) -> bool:
    """Turn a pending export to generating; whether it was pending."""
    return (await conn.execute(_SQL["begin_export"], {"export_id": export.export_id})).rowcount == 1


async def units(conn: Connection, batch_no: int, seqs: range, *, with_times: bool) -> Slice | None:
    """Tokens as they are now, or None where any of them is missing. `with_times`: also when each was activated."""
    values = {"batch_no": batch_no, "first": seqs.start, "end": seqs.stop, "with_times": with_times}
    row = await (await conn.execute(_SQL["units"], values, prepare=True, binary=True)).fetchone()
    assert row is not None  # noqa: S101 - count() gives a row
    count, first, last, codes, statuses, times = row
    # Each seq once, by the primary key.
    if (count, first, last) != (len(seqs), seqs.start, seqs.stop - 1):
        return None
    return Slice(first_seq=seqs.start, codes=codes.encode("ascii"), statuses=bytes(statuses), activated_at=times or ())


async def publish(conn: Connection, lease: Lease, export: Export, pack: Pack, *, lease_seconds: float) -> None:
    """Write the row of a pack whose file is durable, and move the export's cursor over it. LeaseLostError where another worker
    has the job or a person cancelled the export, LockLostError where another export has the batch's lock.
    """
    values = {name: getattr(pack, name) for name in Pack.__dataclass_fields__}
    await conn.execute(_SQL["insert_pack"], values)
    moved = await conn.execute(
        _SQL["commit_pack"], {**lease.fence, "pack_no": pack.pack_no, "lease_seconds": lease_seconds}
    )
    if moved.rowcount != 1:
        raise LeaseLostError
    lock = {"batch_no": export.batch_no, "export_id": export.export_id, "lock_seconds": LOCK_SECONDS}
    if (await conn.execute(_SQL["renew_lock"], lock)).rowcount != 1:
        raise LockLostError


async def end(conn: Connection, export: Export, state: ExportState, *, failure: str | None = None) -> None:
    """End an export, count what it finished, and free the batch's lock where it is this export's."""
    values = {"export_id": export.export_id, "batch_no": export.batch_no, "state": state, "failure": failure}
    await conn.execute(_SQL["end_export"], values)
    await conn.execute(_SQL["fold"], values)
    await conn.execute(_SQL["free_lock"], values)


async def packs(conn: Connection, export_id: UUID, *, first: int = 0, limit: int = 500) -> list[Pack]:
    """Finished packs in order, from number `first` on."""
    async with conn.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_SQL["packs"], {"export_id": export_id, "first": first, "limit": limit})
        return [Pack(**{**row, "sha256": bytes(row["sha256"])}) for row in await cursor.fetchall()]


async def find_pack(conn: Connection, pack_id: UUID) -> Pack | None:
    """A finished pack, of the acting brand where the connection has one."""
    async with conn.cursor(row_factory=dict_row) as cursor:
        row = await (await cursor.execute(_SQL["find_pack"], {"pack_id": pack_id})).fetchone()
    return Pack(**{**row, "sha256": bytes(row["sha256"])}) if row else None


async def list_newest(
    conn: Connection, brand_id: UUID, *, before: UUID, limit: int, batch_no: int | None, state: ExportState | None
) -> list[Export]:
    """Exports with ids below `before`, newest first: ids are UUIDs of version 7."""
    values = {"brand_id": brand_id, "before": before, "limit": limit, "batch_no": batch_no, "state": state}
    async with conn.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_SQL["list_exports"], values)
        return [_export(row) for row in await cursor.fetchall()]


def _export(row: dict[str, Any]) -> Export:
    return Export(**{**row, "state": ExportState(row["state"])})
