"""What happened to the jobs, commit by commit: a trigger in the test's database writes each change of `jobs` down."""

from dataclasses import dataclass, fields
from datetime import datetime
from itertools import pairwise
from typing import Any

import psycopg
from psycopg.rows import class_row

_INSTALL = """
CREATE TABLE job_history (
    no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz DEFAULT clock_timestamp(),
    job_id uuid, state text, epoch bigint, worker text, leased_for double precision, attempts integer,
    takeovers integer, delay double precision, last_error text, cursor integer
);
CREATE FUNCTION write_job_history() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO job_history (
        job_id, state, epoch, worker, leased_for, attempts, takeovers, delay, last_error, cursor
    ) VALUES (
        NEW.job_id, NEW.state, NEW.lease_epoch, NEW.worker, extract(epoch FROM NEW.lease_until - clock_timestamp()),
        NEW.attempts, NEW.takeovers, extract(epoch FROM NEW.not_before - clock_timestamp()), NEW.last_error,
        (SELECT cursor FROM mint_batches WHERE batch_id = NEW.job_id)
    );
    RETURN NULL;
END $$;
CREATE TRIGGER job_history AFTER INSERT OR UPDATE ON jobs FOR EACH ROW EXECUTE FUNCTION write_job_history();
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A job as a committed transaction left it."""

    at: datetime
    state: str
    epoch: int
    worker: str | None
    leased_for: float | None
    """Seconds that the lease has to run; None where nobody has the job."""
    attempts: int
    takeovers: int
    delay: float
    """Seconds until the job may be claimed; zero or less where it may be at once."""
    last_error: str | None
    cursor: int | None
    """Of the job's batch; None for other jobs."""


class History:
    """The changes of each job of one database."""

    def __init__(self, conn: psycopg.AsyncConnection[Any]) -> None:
        self._conn = conn

    async def install(self) -> None:
        """Write down all changes from now on."""
        await self._conn.execute(_INSTALL)

    async def of(self, job_id: str) -> list[Change]:
        """The changes of one job, in order."""
        names = ", ".join(field.name for field in fields(Change))
        async with self._conn.cursor(row_factory=class_row(Change)) as cursor:
            await cursor.execute(f"SELECT {names} FROM job_history WHERE job_id = %s ORDER BY no".encode(), [job_id])
            return await cursor.fetchall()

    async def claims(self, job_id: str) -> list[Change]:
        """Of these, the first of each epoch."""
        claims: list[Change] = []
        for change in await self.of(job_id):
            if change.epoch > (claims[-1].epoch if claims else 0):
                claims.append(change)
        return claims

    async def cursors(self, job_id: str) -> list[int]:
        """The cursor after each committed cycle of a mint; strictly ascending, or a cycle was done twice."""
        cursors = [change.cursor or 0 for change in await self.of(job_id)]
        return [new for old, new in pairwise(cursors) if new != old]

    async def most(self) -> tuple[int, int]:
        """The highest count of failed tries and of takeovers that any job ever had."""
        sql = "SELECT coalesce(max(attempts), 0), coalesce(max(takeovers), 0) FROM job_history"
        row = await (await self._conn.execute(sql)).fetchone()
        assert row is not None
        return row[0], row[1]
