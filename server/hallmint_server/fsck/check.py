"""The checks. Everything is read in one snapshot, so it can run beside workers."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from uuid import UUID

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.fsck.anchor import check_anchors
from hallmint_server.fsck.chain import check_chains, check_days
from hallmint_server.fsck.exports import check_exports
from hallmint_server.fsck.log import Signed, blocks_of, check_commitment, check_log, read_signed
from hallmint_server.fsck.register import check_newest, check_number
from hallmint_server.fsck.report import Finding, Report
from hallmint_server.fsck.rows import Row, RowCheck
from hallmint_server.keyring.keyring import KeyRecord, Keyring, KeyState, index_name
from hallmint_server.keyring.register import Register
from hallmint_server.keyring.secret import KeyFileError
from hallmint_server.minting import batch_store
from hallmint_server.minting.model import Batch, BatchState, IdentityMode, RevocationState, TokenStatus
from mintcore import CodeKey

__all__ = ["Finding", "Fsck", "Report"]

_SQL = load("hallmint_server.fsck", "fsck.sql")
_ROWS = 20_480  # whole blocks of 256
_HASH = 32

Progress = Callable[[int], None]


class Fsck:
    """Checks an installation, or one batch of it. Reads only."""

    def __init__(self, conn: Connection, keyring: Keyring, *, lease_seconds: float) -> None:
        self._conn = conn
        self._keyring = keyring
        self._lease_seconds = lease_seconds
        self._register = Register(keyring.folder)
        self._records: dict[int, KeyRecord] = {}
        self._keys: dict[int, CodeKey | None] = {}
        self._counts: dict[UUID, Counter[TokenStatus]] = {}
        self._revoked_by_name: dict[str, int] = {}

    async def units(self, batch_id: UUID | None) -> int:
        """How many tokens a run will read."""
        row = await (await self._conn.execute(_SQL["units"], {"batch_id": batch_id})).fetchone()
        return int(row[0]) if row else 0

    async def run(self, batch_id: UUID | None, progress: Progress) -> Report:
        """Check all, or one batch and what belongs to it. `progress` hears of tokens read."""
        report = Report(findings=[])
        signed = await asyncio.to_thread(read_signed, self._keyring.folder)
        async with self._conn.transaction():
            await self._conn.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            await self._load_keys(report)
            rows = await (await self._conn.execute(_SQL["revoked_by_name"])).fetchall()
            self._revoked_by_name = dict(rows)
            rows = await (await self._conn.execute(_SQL["batches"], {"batch_id": batch_id})).fetchall()
            for found_id, brand_id in rows:
                batch = await batch_store.load_for_worker(self._conn, found_id)
                if batch is not None:
                    report.batches += 1
                    await self._check_batch(report, brand_id, batch, progress)
            if batch_id is None:
                await self._check_installation(report, signed)
            elif not rows:
                report.add(f"batch {batch_id}", "there is no such batch")
        return report

    async def _load_keys(self, report: Report) -> None:
        for record in await self._keyring.records(self._conn):
            self._records[record.version] = record
            self._keys[record.version] = None
            if record.state is KeyState.LOST:
                name = index_name(record.version)
                row = await self._one("index_is_valid", name=name)
                report.expect(f"code key {record.version}", f"index {name} is there and valid", True, bool(row[0]))
                continue
            try:
                self._keys[record.version] = self._keyring.key(record)
            except KeyFileError as error:
                report.add(f"code key {record.version}", str(error))

    async def _check_batch(self, report: Report, brand_id: UUID, batch: Batch, progress: Progress) -> None:
        where = f"batch {batch.batch_id}"
        check_number(report, where, self._register, self._records[batch.key_version], batch)
        statuses = await self._check_rows(report, where, batch, progress)
        self._counts.setdefault(brand_id, Counter()).update(statuses)
        report.expect(where, "revoked counter", statuses[TokenStatus.REVOKED], batch.revoked)
        report.expect(where, "bytes of the compact range", _HASH * batch.cursor.bit_count(), len(batch.compact_range))
        if batch.state is BatchState.MINTED:
            report.expect(where, "cursor of a minted batch", batch.quantity, batch.cursor)
        report.expect(where, "ended_at is set", batch.state.has_ended, batch.ended_at is not None)
        in_lots = batch.quantity if batch.identity_mode is IdentityMode.LOT else 0
        row = await self._one("lots", batch_no=batch.batch_no)
        report.expect(where, "sum of lots", in_lots, row[0])
        report.expect(where, "lots that do not begin where the one before ends", 0, row[1])
        row = await self._one("has_context", batch_no=batch.batch_no)
        report.expect(where, "its context is one that the brand's bare codes are tried with", True, bool(row[0]))
        revoked = self._revoked_by_name.get(str(batch.batch_id), 0)
        row = await self._one("revoked_as_a_whole", batch_no=batch.batch_no)
        report.expect(where, "units that events and revocations say are revoked", batch.revoked, revoked + row[0])
        row = await self._one("folded", batch_no=batch.batch_no)
        if batch.state.has_ended:
            report.expect(where, "units folded into the totals", batch.cursor, row[0])
        elif row[0] > batch.cursor:
            report.add(where, f"folded {row[0]} units of {batch.cursor}")
        await self._check_job(report, where, batch.batch_id, _JOB_OF_BATCH[batch.state])
        await check_commitment(self._conn, report, where, batch)
        await self._check_batch_events(report, where, batch)
        await self._check_revocations(report, where, batch)

    async def _check_rows(self, report: Report, where: str, batch: Batch, progress: Progress) -> Counter[TokenStatus]:
        check = RowCheck(batch, self._keys.get(batch.key_version))
        async for rows in self._rows(batch.batch_no):
            check.add(rows)
            progress(len(rows))
        check.finish(report, where, await blocks_of(self._conn, report, where, batch.batch_no))
        return check.statuses

    async def _rows(self, batch_no: int) -> AsyncIterator[list[Row]]:
        async with self._conn.cursor(name="fsck") as cursor:
            await cursor.execute(_SQL["rows"], {"batch_no": batch_no})
            while rows := await cursor.fetchmany(_ROWS):
                yield rows

    async def _check_job(self, report: Report, where: str, job_id: UUID, states: tuple[str, ...]) -> None:
        most = self._lease_seconds + 60
        row = await (await self._conn.execute(_SQL["job"], {"job_id": job_id, "most": most})).fetchone()
        if row is None:
            report.add(where, "its job is missing")
            return
        state, is_leased, is_too_long, attempts, takeovers = row
        if state not in states:
            report.expect(where, "state of its job", " or ".join(states), state)
        if is_leased and (state != "ready" or is_too_long):
            report.add(where, "its job has a lease that nobody could have made")
        if attempts < 0 or takeovers < 0:
            report.add(where, "its job has a negative count")

    async def _check_batch_events(self, report: Report, where: str, batch: Batch) -> None:
        """One event for each transition, no more and no less."""
        n = await self._events("BATCH", str(batch.batch_id))
        state = batch.state
        report.expect(where, "SUBMITTED events", 1, n["SUBMITTED"])
        report.expect(where, "MINTED events", int(state is BatchState.MINTED), n["MINTED"])
        report.expect(where, "CANCELLED events", int(state is BatchState.CANCELLED), n["CANCELLED"])
        open_failures = n["FAILED"] - n["RESUMED"]
        if state is not BatchState.CANCELLED:
            report.expect(where, "FAILED less RESUMED events", int(state is BatchState.FAILED), open_failures)
        starts = n["STARTED"] - n["RESUMED"]
        if state is BatchState.QUEUED:
            report.expect(where, "STARTED less RESUMED events", 0, starts)
        elif state is not BatchState.CANCELLED:
            report.expect(where, "STARTED less RESUMED events", 1, starts)
        elif starts not in (0, 1) or open_failures not in (0, 1):
            report.add(where, "events before its cancel do not add up")

    async def _check_revocations(self, report: Report, where: str, batch: Batch) -> None:
        rows = await (await self._conn.execute(_SQL["revocations"], {"batch_no": batch.batch_no})).fetchall()
        for revocation_id, first, end, cursor, state, revoked in rows:
            name = f"{where}, revocation {revocation_id}"
            left = await self._one("revoked_below_cursor", batch_no=batch.batch_no, first=first, end=cursor)
            report.expect(name, "units below its cursor that are not revoked", 0, left[0])
            if not 0 <= revoked <= cursor - first:
                report.add(name, f"counts {revoked} of {cursor - first} units")
            if state == RevocationState.COMPLETED:
                report.expect(name, "cursor of a completed revocation", end, cursor)
            await self._check_job(report, name, revocation_id, _JOB_OF_REVOCATION[RevocationState(state)])
            n = await self._events("REVOCATION", str(revocation_id))
            report.expect(name, "SUBMITTED events", 1, n["SUBMITTED"])
            report.expect(name, "COMPLETED events", int(state == RevocationState.COMPLETED), n["COMPLETED"])
            report.expect(name, "FAILED events", int(state == RevocationState.FAILED), n["FAILED"])

    async def _check_installation(self, report: Report, signed: Signed) -> None:
        for (batch_no,) in await (await self._conn.execute(_SQL["orphans"])).fetchall():
            report.add(f"batch number {batch_no}", "has tokens, but no batch")
        for (job_id,) in await (await self._conn.execute(_SQL["lone_jobs"])).fetchall():
            report.add(f"job {job_id}", "belongs to nothing")
        for row in await (await self._conn.execute(_SQL["totals"])).fetchall():
            brand_id, slug, batches, minted, revoked, batch_count, folded = row
            where = f"brand {slug}"
            counts = self._counts.get(brand_id, Counter())
            report.expect(where, "batches counter", batch_count, batches)
            report.expect(where, "minted counter", folded, minted)
            report.expect(where, "revoked counter", counts[TokenStatus.REVOKED], revoked)
            unfolded = await batch_store.stats(self._conn, brand_id)
            report.expect(where, "active counter", counts[TokenStatus.ACTIVE], unfolded.active)
            report.expect(where, "minted with running batches", counts.total(), unfolded.minted)
        for slug, counted, tokens, told in await (await self._conn.execute(_SQL["activations"])).fetchall():
            report.expect(f"brand {slug}", "activations counted", tokens, counted)
            report.expect(f"brand {slug}", "events of activations", tokens, told)
        for production_batch_id, taken, taken_by_mints in await (await self._conn.execute(_SQL["taken"])).fetchall():
            where = f"production batch {production_batch_id}"
            report.expect(where, "units that mints have taken", taken_by_mints, taken)
        await check_exports(self._conn, report)
        await check_chains(self._conn, report)
        await check_days(self._conn, report)
        await check_anchors(self._conn, report)
        await check_log(self._conn, report, signed)
        for record in self._records.values():
            await check_newest(self._conn, report, self._register, record)

    async def _events(self, entity_type: str, entity_id: str) -> Counter[str]:
        values = {"entity_type": entity_type, "entity_id": entity_id}
        return Counter(dict(await (await self._conn.execute(_SQL["events"], values)).fetchall()))

    async def _one(self, statement: str, **values: object) -> tuple[int, ...]:
        row = await (await self._conn.execute(_SQL[statement], values)).fetchone()
        return row or (0, 0)


_JOB_OF_BATCH = {
    BatchState.QUEUED: ("ready",),
    BatchState.PROCESSING: ("ready",),
    BatchState.MINTED: ("done",),
    BatchState.FAILED: ("failed",),
    BatchState.CANCELLED: ("done",),
}
_JOB_OF_REVOCATION = {
    RevocationState.PROCESSING: ("ready",),
    RevocationState.COMPLETED: ("done",),
    RevocationState.FAILED: ("failed",),
}
