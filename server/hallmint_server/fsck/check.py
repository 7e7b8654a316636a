"""The checks. Everything is read in one snapshot, so it can run beside workers."""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from uuid import UUID

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.keyring.file import KeyFileError
from hallmint_server.keyring.keyring import Keyring, KeyState
from hallmint_server.minting import batch_store
from hallmint_server.minting.model import Batch, BatchState, IdentityMode, RevocationState, TokenStatus
from mintcore import CodeKey, extend_range

_SQL = load("hallmint_server.fsck", "fsck.sql")
_ROWS = 20_000
_SHOWN = 3
_HASH = 32

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that does not hold. `where` names it, `what` says expected and found; no code is in either."""

    where: str
    what: str


@dataclass(slots=True, kw_only=True)
class Report:
    """What was checked, and what was found."""

    batches: int = 0
    tokens: int = 0
    findings: list[Finding]

    def expect(self, where: str, what: str, expected: object, found: object) -> None:
        """Note a finding unless both are equal."""
        if expected != found:
            self.findings.append(Finding(where=where, what=f"{what}: expected {expected}, found {found}"))


class Fsck:
    """Checks an installation, or one batch of it. Reads only."""

    def __init__(self, conn: Connection, keyring: Keyring, *, lease_seconds: float) -> None:
        self._conn = conn
        self._keyring = keyring
        self._lease_seconds = lease_seconds
        self._keys: dict[int, CodeKey | None] = {}
        self._counts: dict[UUID, Counter[TokenStatus]] = {}

    async def units(self, batch_id: UUID | None) -> int:
        """How many tokens a run will read."""
        row = await (await self._conn.execute(_SQL["units"], {"batch_id": batch_id})).fetchone()
        return int(row[0]) if row else 0

    async def run(self, batch_id: UUID | None, progress: Progress) -> Report:
        """Check all, or one batch and what belongs to it. `progress` hears of tokens read."""
        report = Report(findings=[])
        async with self._conn.transaction():
            await self._conn.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            await self._load_keys(report)
            rows = await (await self._conn.execute(_SQL["batches"], {"batch_id": batch_id})).fetchall()
            for found_id, brand_id in rows:
                batch = await batch_store.load_for_worker(self._conn, found_id)
                if batch is not None:
                    report.batches += 1
                    await self._check_batch(report, brand_id, batch, progress)
            if batch_id is None:
                await self._check_installation(report)
            elif not rows:
                report.findings.append(Finding(where=f"batch {batch_id}", what="there is no such batch"))
        return report

    async def _load_keys(self, report: Report) -> None:
        for record in await self._keyring.records(self._conn):
            self._keys[record.version] = None
            if record.state is KeyState.LOST:
                continue
            try:
                self._keys[record.version] = self._keyring.key(record)
            except KeyFileError as error:
                report.findings.append(Finding(where=f"code key {record.version}", what=str(error)))

    async def _check_batch(self, report: Report, brand_id: UUID, batch: Batch, progress: Progress) -> None:
        where = f"batch {batch.batch_id}"
        statuses = await self._check_rows(report, where, batch, progress)
        self._counts.setdefault(brand_id, Counter()).update(statuses)
        report.expect(where, "revoked counter", statuses[TokenStatus.REVOKED], batch.revoked)
        report.expect(where, "hashes in the compact range", batch.cursor.bit_count(), len(batch.compact_range) / _HASH)
        if batch.state is BatchState.MINTED:
            report.expect(where, "cursor of a minted batch", batch.quantity, batch.cursor)
        report.expect(where, "ended_at is set", batch.state.has_ended, batch.ended_at is not None)
        if batch.identity_mode is IdentityMode.LOT:
            row = await self._one("lot_sum", batch_no=batch.batch_no)
            report.expect(where, "sum of lots", batch.quantity, row[0])
        row = await self._one("folded", batch_no=batch.batch_no)
        if batch.state.has_ended:
            report.expect(where, "units folded into the totals", batch.cursor, row[0])
        elif row[0] > batch.cursor:
            report.findings.append(Finding(where=where, what=f"folded {row[0]} units of {batch.cursor}"))
        await self._check_job(report, where, batch.batch_id, _JOB_OF_BATCH[batch.state])
        await self._check_batch_events(report, where, batch)
        await self._check_revocations(report, where, batch)

    async def _check_rows(self, report: Report, where: str, batch: Batch, progress: Progress) -> Counter[TokenStatus]:
        """Rows dense from 0 to cursor - 1, codes of their own place, statuses possible, and the root made again from them."""
        statuses: Counter[TokenStatus] = Counter()
        key = self._keys.get(batch.key_version)
        lots = [(lot.lot_code, lot.quantity) for lot in batch.lots]
        compact_range, expected, dense = b"", 0, True
        wrong: list[int] = []
        async for rows in self._rows(batch.batch_no):
            seqs = [row[0] for row in rows]
            if dense and seqs != list(range(expected, expected + len(rows))):
                dense = False
                first = next((i for i, seq in enumerate(seqs, expected) if i != seq), expected)
                report.findings.append(
                    Finding(where=where, what=f"seq is not dense: {first} is missing or stands twice")
                )
            codes = [row[1] for row in rows]
            if dense and expected + len(rows) <= batch.quantity:
                if key is not None:
                    wrong += key.mismatches(batch.context, batch.batch_no, expected, codes)
                compact_range = extend_range(str(batch.batch_id), batch.context, lots, expected, codes, compact_range)
            for _, _, status, is_activated in rows:
                statuses[TokenStatus(status)] += 1
                if is_activated and status == TokenStatus.MINTED:
                    report.findings.append(Finding(where=where, what="a minted token has a time of activation"))
            expected += len(rows)
            progress(len(rows))
        report.tokens += expected
        report.expect(where, "rows", batch.cursor, expected)
        if wrong:
            shown = ", ".join(map(str, wrong[:_SHOWN]))
            report.findings.append(
                Finding(where=where, what=f"{len(wrong)} codes do not decode to their own row: seq {shown}")
            )
        if dense and compact_range != batch.compact_range:
            report.findings.append(Finding(where=where, what="the root made again from the rows is not the stored one"))
        return statuses

    async def _rows(self, batch_no: int) -> AsyncIterator[list[tuple[int, str, int, bool]]]:
        async with self._conn.cursor(name="fsck") as cursor:
            await cursor.execute(_SQL["rows"], {"batch_no": batch_no})
            while rows := await cursor.fetchmany(_ROWS):
                yield rows

    async def _check_job(self, report: Report, where: str, job_id: UUID, states: tuple[str, ...]) -> None:
        most = self._lease_seconds + 60
        row = await (await self._conn.execute(_SQL["job"], {"job_id": job_id, "most": most})).fetchone()
        if row is None:
            report.findings.append(Finding(where=where, what="its job is missing"))
            return
        state, is_leased, is_too_long, attempts, takeovers = row
        if state not in states:
            report.expect(where, "state of its job", " or ".join(states), state)
        if is_leased and (state != "ready" or is_too_long):
            report.findings.append(Finding(where=where, what="its job has a lease that nobody could have made"))
        if attempts < 0 or takeovers < 0:
            report.findings.append(Finding(where=where, what="its job has a negative count"))

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
            report.findings.append(Finding(where=where, what="events before its cancel do not add up"))

    async def _check_revocations(self, report: Report, where: str, batch: Batch) -> None:
        rows = await (await self._conn.execute(_SQL["revocations"], {"batch_no": batch.batch_no})).fetchall()
        for revocation_id, first, end, cursor, state, revoked in rows:
            name = f"{where}, revocation {revocation_id}"
            left = await self._one("revoked_below_cursor", batch_no=batch.batch_no, first=first, end=cursor)
            report.expect(name, "units below its cursor that are not revoked", 0, left[0])
            if not 0 <= revoked <= cursor - first:
                report.findings.append(Finding(where=name, what=f"counts {revoked} of {cursor - first} units"))
            if state == RevocationState.COMPLETED:
                report.expect(name, "cursor of a completed revocation", end, cursor)
            await self._check_job(report, name, revocation_id, _JOB_OF_REVOCATION[RevocationState(state)])
            n = await self._events("REVOCATION", str(revocation_id))
            report.expect(name, "SUBMITTED events", 1, n["SUBMITTED"])
            report.expect(name, "COMPLETED events", int(state == RevocationState.COMPLETED), n["COMPLETED"])
            report.expect(name, "FAILED events", int(state == RevocationState.FAILED), n["FAILED"])

    async def _check_installation(self, report: Report) -> None:
        for (batch_no,) in await (await self._conn.execute(_SQL["orphans"])).fetchall():
            report.findings.append(Finding(where=f"batch number {batch_no}", what="has tokens, but no batch"))
        for (job_id,) in await (await self._conn.execute(_SQL["lone_jobs"])).fetchall():
            report.findings.append(Finding(where=f"job {job_id}", what="belongs to nothing"))
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
