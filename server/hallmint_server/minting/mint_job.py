"""Minting: one cycle is one transaction that copies up to 20,000 rows and moves the batch's cursor over them.

What is true if the process dies, step by step (fsck proves it):

    claimed         The job has a lease that runs out; the batch is as it was. Another worker takes over.
    begun           The batch is `processing` at its old cursor. The next claim goes on there.
    registered      The number is the batch's in the file beside the key, durably. The next claim finds it so.
    copy.before     Nothing of this cycle is in the database.
    copy.mid        Rows of an open transaction, seen by nobody. A takeover terminates its backend first, which rolls them
    copy.after      back; the codes and rows of the retry are the same bytes.
    commit.before   As copy.after: cursor and rows become visible together, or not at all.
    commit.after    The cycle is durable, whether or not anybody heard of it: whoever claims next reads the new cursor.
    finish          In the transaction of the last cycle: state, counters, event and job change with the last rows, and the
                    batch's entry is in the queue of the log.
"""

import asyncio
import time
from collections import OrderedDict
from concurrent.futures import Executor
from dataclasses import dataclass
from uuid import UUID

from hallmint_server import failpoint
from hallmint_server.db import event
from hallmint_server.db.pool import Connection
from hallmint_server.jobs import lease as leases
from hallmint_server.jobs.lease import CannotRunError, JobError, Lease, LeaseLostError
from hallmint_server.keyring.keyring import Keyring, KeyState
from hallmint_server.keyring.register import NumberTakenError, Register
from hallmint_server.keyring.secret import KeyFileError
from hallmint_server.log.append import append_batch
from hallmint_server.metric import Metrics
from hallmint_server.minting import batch_store
from hallmint_server.minting.model import Batch, BatchState
from mintcore import BatchEncoder, Cycle

_COPY = "COPY tokens (batch_no, seq, code, status, activated_at) FROM STDIN (FORMAT binary)"
_PREPARED_MOST = 16
_TELL_SECONDS = 0.08  # a watcher hears at most every 0.1 s


@dataclass(slots=True)
class _Prepared:
    """A batch in work: where it stands, and the cycle that is encoded ahead (about 1 MB)."""

    batch: Batch
    encoder: BatchEncoder
    epoch: int
    cursor: int
    ahead: asyncio.Future[Cycle]
    told_at: float = 0.0


class MintJob:
    """Runs the cycles of mint jobs. The cycle after the present one is encoded while the server takes this one in."""

    def __init__(
        self, keyring: Keyring, executor: Executor, metrics: Metrics, *, cycle_units: int, lease_seconds: float
    ) -> None:
        self._keyring = keyring
        self._register = Register(keyring.folder)
        self._executor = executor
        self._metrics = metrics
        self._cycle_units = cycle_units
        self._lease_seconds = lease_seconds
        self._prepared: OrderedDict[UUID, _Prepared] = OrderedDict()

    async def cycle(self, conn: Connection, lease: Lease) -> bool:
        """Mint up to `cycle_units` units, durable on return. Returns whether the batch is minted.

        A retry mints the same units: rows are a function of the batch and the cursor. LeaseLostError where another worker has
        the job, or a person cancelled the batch.
        """
        prepared = self._prepared.pop(lease.job_id, None)
        if prepared is None or prepared.epoch != lease.epoch:
            prepared = await self._prepare(conn, lease, prepared)
        batch = prepared.batch
        cycle = await prepared.ahead
        end = cycle.start + cycle.count
        last = bool(end == batch.quantity)
        failpoint.hit("copy.before")
        async with conn.transaction():
            async with conn.cursor() as cursor, cursor.copy(_COPY) as copy:
                for chunk in cycle.chunks:
                    await copy.write(chunk)
                    failpoint.hit("copy.mid")
                if not last:
                    # Not before: until the server has all bytes, encoding would only take a core from sending them.
                    prepared.ahead = self._encode(prepared.encoder, batch, end, cycle.compact_range, self._cycle_units)
            failpoint.hit("copy.after")
            await batch_store.commit_cycle(
                conn,
                lease,
                batch_no=batch.batch_no,
                start=cycle.start,
                end=end,
                compact_range=cycle.compact_range,
                block_hashes=cycle.block_hashes,
                lease_seconds=self._lease_seconds,
            )
            if last:
                await self._finish(conn, lease, batch)
                failpoint.hit("finish")
            failpoint.hit("commit.before")
        self._metrics.tokens_minted.inc(cycle.count)
        failpoint.hit("commit.after")
        if last or time.monotonic() - prepared.told_at >= _TELL_SECONDS:
            prepared.told_at = time.monotonic()
            await leases.notify_batch(conn, lease.job_id, ended=last)
        if not last:
            prepared.cursor = end
            self._keep(lease.job_id, prepared)
        return last

    async def fail(self, conn: Connection, lease: Lease, message: str) -> None:
        """Turn the batch to failed; the units minted so far stay valid and are counted."""
        self._prepared.pop(lease.job_id, None)
        batch = await _load(conn, lease)
        # Where even the first cycle never began, the states are still passed in order.
        has_begun = await batch_store.begin(conn, batch.batch_no)
        await batch_store.change_state(conn, batch.batch_no, BatchState.FAILED, failure=message)
        await batch_store.fold(conn, batch.batch_no)
        if has_begun:
            await _record_start(conn, batch)
        await event.record(
            conn,
            batch.brand_id,
            "BATCH",
            batch.batch_id,
            "FAILED",
            actor=event.WORKER,
            minted=batch.cursor,
            failure=message,
        )

    async def _prepare(self, conn: Connection, lease: Lease, known: _Prepared | None) -> _Prepared:
        async with conn.transaction():
            await leases.hold(conn, lease)
            batch = await _load(conn, lease)
            if await batch_store.begin(conn, batch.batch_no):
                await _record_start(conn, batch)
        if known is not None and known.cursor == batch.cursor:
            known.epoch = lease.epoch
            return known
        encoder = await self._encoder(conn, batch)
        # After a takeover the cycle is halved, again with each: a database too slow for a whole cycle within a lease then
        # still gets on, where the same cycle would be cut off for ever.
        units = max(1, self._cycle_units >> lease.takeovers)
        ahead = self._encode(encoder, batch, batch.cursor, batch.compact_range, units)
        return _Prepared(batch, encoder, lease.epoch, batch.cursor, ahead)

    async def _encoder(self, conn: Connection, batch: Batch) -> BatchEncoder:
        records = await self._keyring.records(conn)
        record = next(r for r in records if r.version == batch.key_version)
        if record.state is KeyState.LOST:
            raise JobError(f"code key {batch.key_version} is lost, so no more units can be minted in this batch")
        try:
            key = self._keyring.key(record)
            await self._register.enter(record.check_value, batch.batch_no, batch.batch_id)
        except NumberTakenError:
            await self._register.skip(conn, record)  # so that no other batch meets the same
            raise JobError(
                "before the database was put back to an older state, another batch had this one's number, and its codes may be "
                "printed; no more is minted in this batch: cancel it, and submit it again"
            ) from None
        except KeyFileError as error:
            # A key that was added a moment ago may not have been copied to this machine yet, or its disk is full: no reason to
            # fail a batch.
            raise CannotRunError(
                str(error), public=f"a worker cannot use code key {batch.key_version}; its log says why"
            ) from error
        failpoint.hit("registered")
        return BatchEncoder(
            key,
            context=batch.context,
            batch_no=batch.batch_no,
            batch_id=str(batch.batch_id),
            status=int(batch.initial_status),
            lots=[(lot.lot_code, lot.quantity) for lot in batch.lots],
        )

    def _encode(
        self, encoder: BatchEncoder, batch: Batch, start: int, compact_range: bytes, units: int
    ) -> asyncio.Future[Cycle]:
        count = min(units, batch.quantity - start)
        return asyncio.get_running_loop().run_in_executor(self._executor, encoder.encode, start, count, compact_range)

    def _keep(self, job_id: UUID, prepared: _Prepared) -> None:
        self._prepared[job_id] = prepared
        if len(self._prepared) > _PREPARED_MOST:
            self._prepared.popitem(last=False)

    async def _finish(self, conn: Connection, lease: Lease, batch: Batch) -> None:
        await batch_store.change_state(conn, batch.batch_no, BatchState.MINTED)
        await batch_store.fold(conn, batch.batch_no)
        await leases.finish(conn, lease)
        await append_batch(conn, batch.batch_no)
        await event.record(
            conn, batch.brand_id, "BATCH", batch.batch_id, "MINTED", actor=event.WORKER, quantity=batch.quantity
        )


async def _load(conn: Connection, lease: Lease) -> Batch:
    batch = await batch_store.load_for_worker(conn, lease.job_id)
    if batch is None or batch.state.has_ended:
        raise LeaseLostError
    return batch


async def _record_start(conn: Connection, batch: Batch) -> None:
    await event.record(conn, batch.brand_id, "BATCH", batch.batch_id, "STARTED", actor=event.WORKER)
