"""Revoking a whole batch or lot: one cycle is one transaction over up to 20,000 rows, on the same leases as minting.

If the process dies before the commit nothing of the cycle happened; after it the cursor says so, and whoever claims next
goes on there. Revoking a revoked token changes nothing, so even a cycle done twice would count once.
"""

from hallmint_server import failpoint
from hallmint_server.db import event
from hallmint_server.db.pool import Connection
from hallmint_server.jobs import lease as leases
from hallmint_server.jobs.lease import Lease, LeaseLostError
from hallmint_server.minting import token_store
from hallmint_server.minting.model import RevocationState


class RevokeJob:
    """Runs the cycles of revocations."""

    def __init__(self, *, cycle_units: int, lease_seconds: float) -> None:
        self._cycle_units = cycle_units
        self._lease_seconds = lease_seconds

    async def cycle(self, conn: Connection, lease: Lease) -> bool:
        """Revoke up to `cycle_units` units, durable on return. Returns whether all are."""
        async with conn.transaction():
            row = await token_store.load_revocation(conn, lease.job_id)
            if row is None or row[6] != RevocationState.PROCESSING:
                raise LeaseLostError
            batch_no, brand_id, batch_id, lot_code, start, last_end, _, revoked_before = row
            end = min(last_end, start + max(1, self._cycle_units >> lease.takeovers))
            revoked, active = await token_store.revoke_range(conn, batch_no, start, end)
            await token_store.commit_revocation(
                conn, lease, start=start, end=end, revoked=revoked, lease_seconds=self._lease_seconds
            )
            await token_store.count_revoked(conn, brand_id, {batch_no: revoked}, active=active)
            last = bool(end == last_end)
            if last:
                await token_store.end_revocation(conn, lease.job_id, RevocationState.COMPLETED)
                await leases.finish(conn, lease)
                await event.record(
                    conn,
                    brand_id,
                    "REVOCATION",
                    lease.job_id,
                    "COMPLETED",
                    actor=event.WORKER,
                    batch_id=str(batch_id),
                    lot_code=lot_code,
                    revoked=revoked_before + revoked,
                )
            failpoint.hit("commit.before")
        failpoint.hit("commit.after")
        await leases.notify_batch(conn, batch_id)
        return last

    async def fail(self, conn: Connection, lease: Lease, message: str) -> None:
        """End the revocation as failed; the units revoked so far stay so."""
        row = await token_store.load_revocation(conn, lease.job_id)
        if row is None:
            raise LeaseLostError
        await token_store.end_revocation(conn, lease.job_id, RevocationState.FAILED)
        await event.record(
            conn, row[1], "REVOCATION", lease.job_id, "FAILED", actor=event.WORKER, revoked=row[7], failure=message
        )
