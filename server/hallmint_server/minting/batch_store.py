"""Rows of mint batches, lots, their jobs and counters."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from psycopg.rows import dict_row

from hallmint_server.catalog.model import Product
from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.jobs.lease import JobKind, Lease, LeaseLostError
from hallmint_server.log.entry import BLOCK_UNITS
from hallmint_server.minting.model import (
    ActivationMode,
    Batch,
    BatchFilter,
    BatchState,
    IdentityMode,
    Lot,
    MintSpec,
    Stats,
    context_of,
)
from hallmint_server.tenancy.brand import Brand
from mintcore import uuid7

_SQL = load("hallmint_server.minting", "batch.sql")
_COLUMNS = [name for name in Batch.__dataclass_fields__ if name != "lots"]


async def insert(
    conn: Connection, brand: Brand, product: Product, spec: MintSpec, *, key_version: int, template_id: UUID | None
) -> UUID:
    """Write a queued batch with its lots, its job and its context; wakes a worker at the commit.

    SequenceGeneratorLimitExceeded where all batch numbers are used.
    """
    batch_id = UUID(uuid7())
    context = context_of(product.gtin)
    values = {
        "batch_id": batch_id,
        "brand_id": brand.brand_id,
        "product_id": product.product_id,
        "product_revision": product.revision,
        "context": context,
        "resolver_base_url": brand.resolver_base_url,
        "key_version": key_version,
        "identity_mode": spec.identity_mode,
        "activation_mode": spec.activation_mode,
        "quantity": spec.quantity,
        "production_batch_id": spec.production_batch_id,
        "template_id": template_id,
    }
    row = await (await conn.execute(_SQL["insert_batch"], values)).fetchone()
    assert row is not None  # noqa: S101 - INSERT ... RETURNING gives a row or raises
    first_seq = 0
    for lot_code, quantity in spec.lots:
        lot = {"batch_no": row[0], "first_seq": first_seq, "lot_code": lot_code, "quantity": quantity}
        await conn.execute(_SQL["insert_lot"], {**lot, "brand_id": brand.brand_id})
        first_seq += quantity
    await conn.execute(_SQL["insert_context"], values)
    await insert_job(conn, batch_id, JobKind.MINT, brand.brand_id)
    return batch_id


async def count(conn: Connection, brand_id: UUID) -> None:
    """Count a new batch in the brand's totals."""
    await conn.execute(_SQL["count_batch"], {"brand_id": brand_id})


async def insert_job(conn: Connection, job_id: UUID, kind: JobKind, brand_id: UUID) -> None:
    """Write a job that any worker may claim; wakes one at the commit."""
    await conn.execute(_SQL["insert_job"], {"job_id": job_id, "kind": kind, "brand_id": brand_id})
    await conn.execute(_SQL["notify_job"])


async def find(conn: Connection, brand_id: UUID, batch_id: UUID) -> Batch | None:
    """A brand's batch with its lots."""
    return await _one(conn, "find_batch", brand_id=brand_id, batch_id=batch_id)


async def find_by_no(conn: Connection, brand_id: UUID, batch_no: int) -> Batch | None:
    """A brand's batch by number, with its lots."""
    return await _one(conn, "find_batch_by_no", brand_id=brand_id, batch_no=batch_no)


async def load_for_worker(conn: Connection, batch_id: UUID) -> Batch | None:
    """Any batch with its lots."""
    return await _one(conn, "load_batch", batch_id=batch_id)


async def _one(conn: Connection, statement: str, **values: Any) -> Batch | None:
    async with conn.cursor(row_factory=dict_row) as cursor:
        row = await (await cursor.execute(_SQL[statement], values)).fetchone()
    if row is None:
        return None
    batch = _batch(row)
    if batch.identity_mode is IdentityMode.SERIAL:
        return batch
    rows = await (await conn.execute(_SQL["lots"], {"batch_no": batch.batch_no})).fetchall()
    return replace(batch, lots=tuple(Lot(lot_code=c, first_seq=f, quantity=q) for c, f, q in rows))


async def list_newest(conn: Connection, brand_id: UUID, *, before: int, limit: int, only: BatchFilter) -> list[Batch]:
    """Batches with numbers below `before`, newest first, without lots."""
    values = {
        "brand_id": brand_id,
        "before": before,
        "limit": limit,
        "state": only.state,
        "product_id": only.product_id,
        "identity_mode": only.identity_mode,
        "activation_mode": only.activation_mode,
    }
    async with conn.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_SQL["list_batches"], values)
        return [_batch(row) for row in await cursor.fetchall()]


async def lock_job(conn: Connection, batch_id: UUID) -> None:
    """Lock the job of a batch until the transaction ends: no cycle of it commits meanwhile."""
    await conn.execute(_SQL["lock_job"], {"batch_id": batch_id})


async def change_state(conn: Connection, batch_no: int, state: BatchState, *, failure: str | None = None) -> None:
    """Move a batch to a state. The caller has locked its job and looked at the state before."""
    await conn.execute(_SQL["change_state"], {"batch_no": batch_no, "state": state, "failure": failure})


async def reset_job(conn: Connection, batch_id: UUID) -> None:
    """Make the job of a batch ready again with fresh counts; wakes a worker at the commit."""
    await conn.execute(_SQL["reset_job"], {"batch_id": batch_id})
    await conn.execute(_SQL["notify_job"])


async def close_job(conn: Connection, batch_id: UUID) -> None:
    """Take the job of a batch away from whoever has it."""
    await conn.execute(_SQL["close_job"], {"batch_id": batch_id})


async def was_resumed(conn: Connection, batch_id: UUID) -> bool:
    """Whether a person ever resumed a batch."""
    row = await (await conn.execute(_SQL["was_resumed"], {"batch_id": str(batch_id)})).fetchone()
    return row is not None and bool(row[0])


async def has_numbers(conn: Connection) -> bool:
    """Whether a batch number is left."""
    row = await (await conn.execute(_SQL["has_numbers"])).fetchone()
    return row is not None and bool(row[0])


async def fold(conn: Connection, batch_no: int) -> None:
    """Add what a batch minted since it last ended to the brand's totals."""
    await conn.execute(_SQL["fold"], {"batch_no": batch_no})


async def begin(conn: Connection, batch_no: int) -> bool:
    """Turn a queued batch to processing; whether it was queued."""
    return (await conn.execute(_SQL["begin_batch"], {"batch_no": batch_no})).rowcount == 1


async def commit_cycle(
    conn: Connection,
    lease: Lease,
    *,
    batch_no: int,
    start: int,
    end: int,
    compact_range: bytes,
    block_hashes: bytes,
    lease_seconds: float,
) -> None:
    """Move the cursor from `start` to `end`, keep the hashes of the blocks that this completes, and renew the lease.
    LeaseLostError where cursor or lease is not as this cycle found it.
    """
    values = {
        **lease.fence,
        "batch_no": batch_no,
        "start": start,
        "end": end,
        "compact_range": compact_range,
        "first_block": start // BLOCK_UNITS,
        "block_hashes": block_hashes,
        "lease_seconds": lease_seconds,
    }
    if (await conn.execute(_SQL["commit_cycle"], values)).rowcount != 1:
        raise LeaseLostError


async def stats(conn: Connection, brand_id: UUID) -> Stats:
    """A brand's counters."""
    row = await (await conn.execute(_SQL["stats"], {"brand_id": brand_id})).fetchone()
    minted, active, revoked, batches, running, exported, exports, exporting = row or (0,) * 8
    return Stats(
        minted=int(minted),
        active=int(active),
        revoked=revoked,
        batches=batches,
        running=running,
        exported_units=exported,
        exports_completed=exports,
        exports_running=exporting,
    )


def _batch(row: dict[str, Any]) -> Batch:
    values = {name: row[name] for name in _COLUMNS}
    values["identity_mode"] = IdentityMode(row["identity_mode"])
    values["activation_mode"] = ActivationMode(row["activation_mode"])
    values["state"] = BatchState(row["state"])
    values["compact_range"] = bytes(row["compact_range"])
    return Batch(**values)
