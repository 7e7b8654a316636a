"""A worker that is moved by hand, one step at a time: what a test needs to stop it wherever it likes."""

import contextlib
from collections.abc import AsyncIterator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from hallmint_server.command import keyring_of
from hallmint_server.db.pool import Connection, connect_worker
from hallmint_server.errors import HallmintError
from hallmint_server.jobs.lease import JobKind, Lease, Leases
from hallmint_server.jobs.worker import Handler
from hallmint_server.metric import Metrics
from hallmint_server.minting.mint_job import MintJob
from hallmint_server.minting.revoke_job import RevokeJob
from hallmint_server.settings import Settings
from mintcore import uuid7


@dataclass(slots=True)
class Hand:
    """One worker's connection, leases and handlers."""

    conn: Connection
    leases: Leases
    handlers: dict[JobKind, Handler]
    held: Lease | None = None

    async def claim(self) -> Lease | None:
        """Claim whatever job is next, or keep the one held."""
        self.held = await self.leases.next(self.held)
        return self.held

    async def cycle(self) -> UUID | None:
        """Claim and run one cycle; returns the job it was of."""
        lease = await self.claim()
        if lease is None:
            return None
        ended = await self.handlers[lease.kind].cycle(self.conn, lease)
        lease.committed()
        self.held = None if ended else lease
        return lease.job_id

    async def release(self) -> None:
        """Give the job back."""
        if self.held is not None:
            await self.leases.release(self.held)
            self.held = None


@contextlib.asynccontextmanager
async def hand(
    settings: Settings, *, units: int, others: Mapping[JobKind, Handler] = MappingProxyType({})
) -> AsyncIterator[Hand]:
    """A worker that mints `units` in a cycle, with handlers of other kinds of jobs."""
    keyring = keyring_of(settings)
    seconds = settings.lease_seconds
    with ThreadPoolExecutor(1) as executor:
        async with await connect_worker(settings.dsn()) as conn:
            await keyring.open(conn)
            handlers: dict[JobKind, Handler] = {
                JobKind.MINT: MintJob(keyring, executor, Metrics(), cycle_units=units, lease_seconds=seconds),
                JobKind.REVOKE: RevokeJob(cycle_units=units, lease_seconds=seconds),
                **others,
            }
            yield Hand(conn, await Leases.open(conn, handlers, worker=uuid7(), lease_seconds=seconds), handlers)


@contextlib.contextmanager
def refused(*reasons: str) -> Iterator[None]:
    """Let refusals with these reasons pass."""
    try:
        yield
    except HallmintError as error:
        if error.reason not in reasons:
            raise
