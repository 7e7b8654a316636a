"""Exporting: one cycle makes one pack, a file in the storage and then a row that publishes it.

What is true if the process dies, step by step (fsck proves it):

    claimed         The job has a lease that runs out; the export is as it was. Another worker takes over.
    pack.read       Nothing of this pack is anywhere.
    pack.stored     The file is durable under a name of this try's own, and no row names it: nobody sees it. The retry makes the
                    pack again under another name, with the status that its tokens have then. Behind the last pack the log may
                    be waited for, some seconds at most.
    commit.before   As pack.stored: row, cursor, lock and lease become visible together, or not at all.
    commit.after    The pack is published, whether or not anybody heard of it: whoever claims next reads the new cursor.
    finish          In the transaction of the last pack: state, lock, event, job and the checkpoint that the manifest carries
                    change with its row.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from uuid import UUID

import structlog

from hallmint_server import failpoint
from hallmint_server.db import event
from hallmint_server.db.pool import Connection
from hallmint_server.exporting import store
from hallmint_server.exporting.logged import carry_checkpoint, is_logged
from hallmint_server.exporting.model import Export, ExportState, LockLostError, Pack, Slice
from hallmint_server.exporting.pack import Made, make, profile_of
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.field import UnitField
from hallmint_server.exporting.storage import Storage, StorageError
from hallmint_server.jobs import lease as leases
from hallmint_server.jobs.lease import JobError, Lease, LeaseLostError
from hallmint_server.metric import Metrics
from hallmint_server.minting import batch_store
from mintcore import uuid7

log = structlog.get_logger()

LOG_SECONDS = 3.0
"""How long at most the end of an export waits for the log to have its batch: three turns of the sequencer."""
_LOOK_SECONDS = 0.1

Make = Callable[[Export, BatchFacts, Slice], Made]
"""Makes a pack of units; a function of its arguments alone. For an executor."""


class ExportJob:
    """Runs the cycles of exports."""

    def __init__(
        self, storage: Storage, executor: Executor, metrics: Metrics, *, lease_seconds: float, make: Make = make
    ) -> None:
        self._storage = storage
        self._metrics = metrics
        self._make = make
        self._executor = executor
        self._lease_seconds = lease_seconds

    async def cycle(self, conn: Connection, lease: Lease) -> bool:
        """Make one pack and publish it, durable on return. Returns whether the export is complete. A retry makes a pack of the
        same units. LeaseLostError where another worker has the job, or a person cancelled the export.
        """
        async with conn.transaction():
            await leases.hold(conn, lease)
            export = await _load(conn, lease)
            if await store.begin(conn, export):
                await event.record(conn, export.brand_id, "EXPORT", export.export_id, "STARTED", actor=event.WORKER)
        pack = await self._store(conn, export)
        is_last = pack.pack_no == export.packs - 1
        if is_last:
            await self._await_log(conn, lease, export)
        try:
            async with conn.transaction():
                if is_last:
                    # The job before its batch, as whoever cancels it locks them: so the two never wait for each other.
                    await leases.hold(conn, lease)
                    await store.hold_batch(conn, export)
                await store.publish(conn, lease, export, pack, lease_seconds=self._lease_seconds)
                if is_last:
                    await self._finish(conn, lease, export)
                    failpoint.hit("finish")
                failpoint.hit("commit.before")
        except LockLostError:
            # The transaction is rolled back; what took the lock over has the batch now, and retries would not help.
            await self._give_up(conn, lease)
            return True
        self._metrics.units_exported.inc(pack.units)
        self._metrics.exports_completed.inc(int(is_last))
        failpoint.hit("commit.after")
        await leases.notify_batch(conn, export.export_id, ended=is_last)
        if is_last:
            await self._sweep(conn, export)
        return is_last

    async def fail(self, conn: Connection, lease: Lease, message: str) -> None:
        """Turn the export to failed; its finished packs stay, and it can be resumed at the next one."""
        export = await _load(conn, lease)
        await store.begin(conn, export)
        await store.end(conn, export, ExportState.FAILED, failure=message)
        await event.record(
            conn, export.brand_id, "EXPORT", export.export_id, "FAILED", actor=event.WORKER,
            packs=export.cursor, failure=message,
        )  # fmt: skip

    async def _store(self, conn: Connection, export: Export) -> Pack:
        batch = await batch_store.load_for_worker(conn, export.batch_id)
        assert batch is not None  # noqa: S101 - exports.batch_no refers to it
        facts = await store.facts(conn, batch)
        seqs = export.slice_of(export.cursor)
        with_times = UnitField.ACTIVATED_AT in profile_of(export.profile).fields
        units = await store.units(conn, export.batch_no, seqs, with_times=with_times)
        if units is None:
            raise JobError(f"rows of the batch are missing between seq {seqs.start} and {seqs.stop - 1}")
        failpoint.hit("pack.read")
        made = await asyncio.get_running_loop().run_in_executor(self._executor, self._make, export, facts, units)
        pack_id = UUID(uuid7())
        # Each try has a file of its own, so that a worker that was frozen and wakes up changes nothing of a finished pack.
        key = f"{_folder(export)}/{export.cursor}-{pack_id}"
        stored = await self._storage.put(key, made.data, file_name=made.file_name, media_type=made.media_type)
        failpoint.hit("pack.stored")
        return Pack(
            pack_id=pack_id,
            export_id=export.export_id,
            brand_id=export.brand_id,
            pack_no=export.cursor,
            first_seq=seqs.start,
            units=len(seqs),
            storage_key=key,
            file_name=made.file_name,
            media_type=made.media_type,
            sha256=stored.sha256,
            bytes=stored.bytes,
        )

    async def _await_log(self, conn: Connection, lease: Lease, export: Export) -> None:
        """Wait until the log has the batch, if that is a matter of seconds: of a batch that was minted just now. Without the
        entry the manifest carries a head of the log alone. LeaseLostError as in `cycle`.
        """
        clock = asyncio.get_running_loop().time
        until = clock() + LOG_SECONDS
        while not await is_logged(conn, export):
            if clock() >= until:
                log.info("the log has not the batch yet", export_id=str(export.export_id))
                return
            await leases.renew(conn, lease, lease_seconds=self._lease_seconds)
            await asyncio.sleep(_LOOK_SECONDS)

    async def _finish(self, conn: Connection, lease: Lease, export: Export) -> None:
        await store.end(conn, export, ExportState.COMPLETED)
        await carry_checkpoint(conn, export)
        await leases.finish(conn, lease)
        await event.record(
            conn, export.brand_id, "EXPORT", export.export_id, "COMPLETED", actor=event.WORKER,
            packs=export.packs, units=export.units,
        )  # fmt: skip

    async def _sweep(self, conn: Connection, export: Export) -> None:
        """Remove the files of tries that died. Where this fails, or the process dies here, they lie there, named by no row."""
        packs = await store.packs(conn, export.export_id, limit=export.packs)
        try:
            swept = await self._storage.keep_only(_folder(export), {pack.storage_key for pack in packs})
        except StorageError as error:
            log.warning("files of tries that died are left", export_id=str(export.export_id), error=str(error))
        else:
            if swept:
                log.info("files of tries that died are removed", export_id=str(export.export_id), files=swept)

    async def _give_up(self, conn: Connection, lease: Lease) -> None:
        message = "another export of the batch took over after 600 s without a pack"
        async with conn.transaction():
            await leases.fail(conn, lease, message)
            await self.fail(conn, lease, message)


def _folder(export: Export) -> str:
    return f"{export.brand_id}/{export.export_id}"


async def _load(conn: Connection, lease: Lease) -> Export:
    export = await store.find(conn, lease.job_id)
    if export is None or export.state.has_ended:
        raise LeaseLostError
    return export
