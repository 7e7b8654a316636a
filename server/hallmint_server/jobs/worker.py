"""The worker: claims a job, runs one cycle of it, and asks again who is next.

Several workers may run at once, in one process or many. Whatever happens to one (kill -9, a freeze, a cut connection, a
restarted database), another goes on at the last committed cursor.
"""

import asyncio
import random
import time
from collections.abc import Mapping
from typing import Protocol

import structlog

from hallmint_server import failpoint
from hallmint_server.db.errors import describe, is_transient, reason_of
from hallmint_server.db.pool import Connection, connect_worker
from hallmint_server.jobs import lease as leases
from hallmint_server.jobs.lease import CannotRunError, JobKind, Lease, LeaseLostError, Leases
from hallmint_server.metric import Metrics

log = structlog.get_logger()

RETRIES = 3
"""Tries after the first, at one cursor, before a job fails (product.md, "Retries")."""
_POLL_SECONDS = 1.0
_STOP_CHECK_SECONDS = 0.25
_RECONNECT_MOST_SECONDS = 5.0
_PURGE_SECONDS = 3600.0
_CANNOT_RUN_SECONDS = 5.0


class Handler(Protocol):
    """What one kind of job does. Both run on the worker's connection; `fail` inside the caller's transaction."""

    async def cycle(self, conn: Connection, lease: Lease) -> bool:
        """Run one cycle, one transaction. Returns whether the job has ended. On any exception nothing was committed,
        or, if the connection broke at the commit, it may have been: the next claim reads which.
        """

    async def fail(self, conn: Connection, lease: Lease, message: str) -> None:
        """Write that what the job is for has failed. The caller holds the job's row."""


class Worker:
    """One worker: one connection, one cycle at a time."""

    def __init__(
        self,
        dsn: str,
        handlers: Mapping[JobKind, Handler],
        metrics: Metrics,
        *,
        name: str,
        lease_seconds: float,
        retry_seconds: float,
    ) -> None:
        self._dsn = dsn
        self._handlers = handlers
        self._metrics = metrics
        self._name = name
        self._lease_seconds = lease_seconds
        self._retry_seconds = retry_seconds
        self._stopping = asyncio.Event()
        self._purge_at = 0.0

    def stop(self) -> None:
        """Stop after the cycle that runs now, and give its job back."""
        self._stopping.set()

    async def run(self) -> None:
        """Work until `stop`. The database being away is waited out, with pauses of up to 5 s."""
        pause = 0.1
        while not self._stopping.is_set():
            try:
                conn = await connect_worker(self._dsn)
                async with conn:
                    pause = 0.1
                    await self._serve(conn)
            except Exception as error:
                if not is_transient(error):
                    raise
                log.warning("database away", error=reason_of(error), pause=round(pause, 2))
                await self._wait(pause * random.uniform(0.75, 1.25))  # noqa: S311 - jitter, not a secret
                pause = min(pause * 2, _RECONNECT_MOST_SECONDS)

    async def _serve(self, conn: Connection) -> None:
        claims = await Leases.open(conn, self._handlers, worker=self._name, lease_seconds=self._lease_seconds)
        await conn.execute("LISTEN hallmint_job")
        held: Lease | None = None
        while not self._stopping.is_set():
            held = await claims.next(held)
            if held is None:
                await self._idle(conn)
                continue
            held = await self._run_cycle(conn, claims, held)
        if held is not None:
            await claims.release(held)

    async def _run_cycle(self, conn: Connection, claims: Leases, lease: Lease) -> Lease | None:
        """Run one cycle; returns the lease if it is still ours and the job goes on."""
        handler = self._handlers[lease.kind]
        try:
            if lease.fresh:
                failpoint.hit("claimed")
            if lease.takeovers >= leases.POISON_TAKEOVERS:
                message = f"{lease.takeovers} workers died or went silent at this point, one after another"
                await self._give_up(conn, handler, lease, message)
                return None
            with self._metrics.cycle_seconds.labels(lease.kind.value).time():
                ended = await handler.cycle(conn, lease)
        except LeaseLostError:
            log.info("lease lost", job_id=str(lease.job_id))
            # No effect where it really was lost. Where it was not, asking again at once would go on without a pause.
            await claims.postpone(lease, attempts=lease.attempts, delay=self._retry_seconds, error="lease lost")
            return None
        except CannotRunError as error:
            log.error("this worker cannot run the job", job_id=str(lease.job_id), error=str(error))  # noqa: TRY400 - the message says it all
            delay = _CANNOT_RUN_SECONDS * random.uniform(0.75, 1.25)  # noqa: S311 - jitter, not a secret
            await claims.postpone(lease, attempts=lease.attempts, delay=delay, error=error.public)
            return None
        except Exception as error:
            if conn.closed:
                raise
            await self._after_error(conn, claims, handler, lease, error)
            return None
        lease.committed()
        return None if ended else lease

    async def _after_error(
        self, conn: Connection, claims: Leases, handler: Handler, lease: Lease, error: Exception
    ) -> None:
        message = describe(error)
        before = await claims.attempts(lease)
        if before is None:
            log.warning(
                "cycle failed, but the job is not ours now", job_id=str(lease.job_id), error=message, exc_info=error
            )
            return
        if is_transient(error):
            log.warning("cycle put off", job_id=str(lease.job_id), error=message)
            await claims.postpone(lease, attempts=before, delay=self._jitter(1), error=message)
            return
        attempts = before + 1
        log.error("cycle failed", job_id=str(lease.job_id), attempts=attempts, error=message, exc_info=error)
        if attempts > RETRIES:
            await self._give_up(conn, handler, lease, f"given up after {attempts} tries: {message}")
        else:
            await claims.postpone(lease, attempts=attempts, delay=self._jitter(attempts), error=message)

    async def _give_up(self, conn: Connection, handler: Handler, lease: Lease, message: str) -> None:
        try:
            async with conn.transaction():
                await leases.hold(conn, lease)
                await handler.fail(conn, lease, message)
                await leases.fail(conn, lease, message)
        except LeaseLostError:
            return
        log.error("job failed", job_id=str(lease.job_id), error=message)
        if lease.kind is JobKind.MINT:
            await leases.notify_batch(conn, lease.job_id, ended=True)

    def _jitter(self, attempts: int) -> float:
        """Seconds before try `attempts` + 1: doubling, plus or minus a quarter."""
        return self._retry_seconds * 2.0 ** (attempts - 1) * random.uniform(0.75, 1.25)  # noqa: S311 - jitter, not a secret

    async def _idle(self, conn: Connection) -> None:
        """Wait for a new job: for its notification, or for the next poll (a lease that runs out notifies nobody)."""
        if time.monotonic() >= self._purge_at:
            self._purge_at = time.monotonic() + _PURGE_SECONDS
            await leases.purge_requests(conn)
        until = time.monotonic() + min(_POLL_SECONDS, self._lease_seconds / 2)
        while not self._stopping.is_set() and time.monotonic() < until:
            async for _ in conn.notifies(timeout=_STOP_CHECK_SECONDS, stop_after=1):
                return

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            pass
