"""A sequencer that is moved by hand: what a test needs that starts no worker."""

from dataclasses import dataclass
from pathlib import Path

from hallmint_server.db.pool import Connection, connect_worker
from hallmint_server.log import store
from hallmint_server.log.policy import Policy
from hallmint_server.log.sequencer import MOST, Sequencer
from hallmint_server.settings import Settings


def sequencer(
    settings: Settings, folder: Path | None = None, *, most: int = MOST, policy: Policy | None = None
) -> Sequencer:
    """Of an installation, or with the key of another folder."""
    folder, name, url = folder or settings.keys_folder, settings.log_name, settings.resolver_base_url
    return Sequencer(settings.dsn(), folder, name=name, base_url=url, most=most, policy=policy)


async def sequence(
    settings: Settings, folder: Path | None = None, *, most: int = MOST, policy: Policy | None = None
) -> int:
    """Take turns until nothing is waiting; returns how many it took. Raises as `Sequencer.turn` does."""
    made, turns = sequencer(settings, folder, most=most, policy=policy), 1
    async with await connect_worker(settings.dsn()) as conn:
        await store.open_session(conn)
        while await made.turn(conn):
            turns += 1
    return turns


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """Entries of no batch, for tests of the tree alone."""

    conn: Connection

    async def add(self, count: int, first: int = 0) -> None:
        """Queue `count` audit entries, each its own."""
        await self.conn.execute(
            """INSERT INTO log_queue (entry)
               SELECT convert_to(concat_ws(E'\n', 'hallmint/audit/v1', h, h, ''), 'UTF8')
               FROM generate_series(%s::int, %s::int) n, encode(sha256(int4send(n)), 'hex') h""",
            [first, first + count - 1],
        )
