"""Leases: who may work on a job, and until when.

A lease is a row's `lease_epoch`, which each claim raises by one. Every write of a worker is fenced by it, so a worker that
was frozen and wakes up after a takeover can change nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.errors import PublicError

_SQL = load("hallmint_server.jobs", "jobs.sql")

POISON_TAKEOVERS = 10
"""So many takeovers at one cursor without a commit end a job (product.md, "Retries")."""


class JobKind(StrEnum):
    """What a job does."""

    MINT = "mint"
    REVOKE = "revoke"
    EXPORT = "export"


class LeaseLostError(Exception):
    """Another worker has the job now, or a person ended it. Nothing of this cycle is committed; it never counts as a try."""


class CannotRunError(Exception):
    """This worker cannot run the job now (it has no file of a key, say); another may, or the same one later. It never counts
    as a try. The message is for the log; `public` is what the job's owner may see.
    """

    def __init__(self, message: str, *, public: str) -> None:
        super().__init__(message)
        self.public = public


class JobError(PublicError):
    """The job cannot go on, whoever tries; it counts as a try. The message is what its owner sees."""


@dataclass(slots=True, kw_only=True)
class Lease:
    """The right to run cycles of one job, on one connection."""

    job_id: UUID
    kind: JobKind
    epoch: int
    attempts: int
    takeovers: int
    fresh: bool
    """Whether it was claimed just now, rather than kept from the cycle before."""

    @property
    def fence(self) -> dict[str, Any]:
        """Parameters that fence a statement."""
        return {"job_id": self.job_id, "epoch": self.epoch}

    def committed(self) -> None:
        """A cycle committed: the counts at this cursor start again, as they do in the row."""
        self.attempts = self.takeovers = 0
        self.fresh = False


class Leases:
    """Claims jobs for one worker on one connection: those of the kinds that it knows, so that a worker of an older version
    leaves new ones to others.
    """

    def __init__(
        self, conn: Connection, kinds: Iterable[JobKind], *, worker: str, lease_seconds: float, backend_start: datetime
    ) -> None:
        self._conn = conn
        self._kinds = [kind.value for kind in kinds]
        self._worker = worker
        self._lease_seconds = lease_seconds
        self._backend_start = backend_start

    @classmethod
    async def open(cls, conn: Connection, kinds: Iterable[JobKind], *, worker: str, lease_seconds: float) -> "Leases":
        """Leases of `worker`, a name that no other process ever has."""
        async with conn.transaction():
            await conn.execute(_SQL["as_login"])
            row = await (await conn.execute(_SQL["backend_start"])).fetchone()
        assert row is not None  # noqa: S101 - a backend always sees itself
        return cls(conn, kinds, worker=worker, lease_seconds=lease_seconds, backend_start=row[0])

    async def next(self, held: Lease | None) -> Lease | None:
        """The job to run the next cycle of, or None where there is nothing to do.

        `held` is the lease of the cycle that just committed: it is returned, without a write, if it is still its turn, and
        given back otherwise. A job of another worker whose lease has run out is taken over: first its backend is
        terminated and gone, because a COPY that waits for its client holds its rows and is ended by no server timeout.

        If the process dies after a claim, the lease runs out and the job is taken over.
        """
        cursor = await self._conn.execute(_SQL["candidates"], {"worker": self._worker, "kinds": self._kinds})
        for job_id, epoch, leased, worker, pid, start in await cursor.fetchall():
            if held is not None and job_id == held.job_id and epoch == held.epoch:
                return held
            if leased and not await self._is_gone(pid, start):
                continue
            async with self._conn.transaction():
                if held is not None:
                    await self._conn.execute(_SQL["release"], held.fence)
                claimed = await (
                    await self._conn.execute(
                        _SQL["claim"],
                        {
                            "job_id": job_id,
                            "epoch": epoch,
                            "worker": self._worker,
                            "lease_seconds": self._lease_seconds,
                            "backend_start": self._backend_start,
                            "takeover": int(leased and worker != self._worker),
                        },
                    )
                ).fetchone()
            held = None
            if claimed is not None:
                kind, new_epoch, attempts, takeovers = claimed
                return Lease(
                    job_id=job_id,
                    kind=JobKind(kind),
                    epoch=new_epoch,
                    attempts=attempts,
                    takeovers=takeovers,
                    fresh=True,
                )
        return None

    async def _is_gone(self, pid: int, start: datetime) -> bool:
        async with self._conn.transaction():
            await self._conn.execute(_SQL["as_login"])
            row = await (await self._conn.execute(_SQL["terminate"], {"pid": pid, "start": start})).fetchone()
        return row is None or bool(row[0])

    async def release(self, lease: Lease) -> None:
        """Give a lease back; the job can be claimed at once. No effect where it was lost."""
        await self._conn.execute(_SQL["release"], lease.fence)

    async def attempts(self, lease: Lease) -> int | None:
        """Failed tries at the job's cursor: of the row, because a cycle that failed may have committed before. None where the
        lease was lost, or the job has ended.
        """
        row = await (await self._conn.execute(_SQL["attempts"], lease.fence)).fetchone()
        return int(row[0]) if row else None

    async def postpone(self, lease: Lease, *, attempts: int, delay: float, error: str) -> None:
        """Give a lease back for `delay` seconds, with a count of failed tries. No effect where it was lost."""
        await self._conn.execute(
            _SQL["postpone"], {**lease.fence, "attempts": attempts, "delay": delay, "error": error[:500]}
        )


async def hold(conn: Connection, lease: Lease) -> None:
    """Lock the job until the transaction ends. LeaseLostError where the lease is no longer ours."""
    if await (await conn.execute(_SQL["hold"], lease.fence)).fetchone() is None:
        raise LeaseLostError


async def renew(conn: Connection, lease: Lease, *, lease_seconds: float) -> None:
    """Hold on to a job for so many seconds more, outside a cycle's transaction. LeaseLostError where it is no longer ours."""
    if (await conn.execute(_SQL["renew"], {**lease.fence, "lease_seconds": lease_seconds})).rowcount != 1:
        raise LeaseLostError


async def finish(conn: Connection, lease: Lease) -> None:
    """Mark the job done, in the transaction of its last cycle."""
    if (await conn.execute(_SQL["finish"], lease.fence)).rowcount != 1:
        raise LeaseLostError


async def fail(conn: Connection, lease: Lease, error: str) -> None:
    """Mark the job failed, in the transaction that says so of what it is for."""
    if (await conn.execute(_SQL["fail"], {**lease.fence, "error": error[:500]})).rowcount != 1:
        raise LeaseLostError


async def notify_batch(conn: Connection, batch_id: UUID, *, ended: bool = False) -> None:
    """Wake the watchers of a batch, with `ended` at once. Sent after the commit, outside it: NOTIFY inside would hold a
    lock of the whole database while the log is flushed, and a lost wake-up costs a watcher a second at most.
    """
    await conn.execute(_SQL["notify_batch"], {"payload": f"{batch_id} ended" if ended else str(batch_id)})


async def purge_requests(conn: Connection) -> int:
    """Forget request_ids older than 30 days; returns how many."""
    return (await conn.execute(_SQL["purge_requests"])).rowcount
