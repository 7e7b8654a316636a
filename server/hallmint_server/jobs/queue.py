"""How much work lies before the workers."""

from enum import StrEnum

from hallmint_server.db.pool import connect_worker
from hallmint_server.db.queries import load
from hallmint_server.jobs.lease import JobKind

_SQL = load("hallmint_server.jobs", "queue.sql")


class QueueState(StrEnum):
    """What a job that has not ended does now."""

    WAITING = "waiting"
    """For a worker; also one whose worker died or went silent."""
    POSTPONED = "postponed"
    """Until its next try."""
    RUNNING = "running"


async def depth(dsn: str) -> dict[tuple[str, str], int]:
    """Jobs by kind and state, with a zero for every pair that has none: an alert on a missing series would never fire.

    On a connection of its own in the role of workers, who see the jobs of all brands. Raises psycopg.OperationalError.
    """
    found: dict[tuple[str, str], int] = {(kind.value, state.value): 0 for kind in JobKind for state in QueueState}
    async with await connect_worker(dsn) as conn:
        async for kind, state, jobs in await conn.execute(_SQL["depth"]):
            found[kind, state] = jobs
    return found
