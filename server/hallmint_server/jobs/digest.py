"""Digests of days: what scans did to units goes into no chain by itself, a thousand times a second, but each closed day's sum
does (product.md, "Events").
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from hallmint_server.db import event
from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load

_SQL = load("hallmint_server.jobs", "digest.sql")
_ROWS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DayDigest:
    """How many events of units a brand had on a day in UTC, and the SHA-256 of them in hex (event.proto says of what)."""

    brand_id: UUID
    events: int
    sha256: str


async def derive(conn: Connection, day: date) -> list[DayDigest]:
    """The digests of a day, of each brand that had events, in order of brand. Reads one snapshot, streamed: memory does not
    grow with the events. Raises psycopg.Error.
    """
    start = datetime.combine(day, time(), UTC)
    digests: list[DayDigest] = []
    brand_id: UUID | None = None
    count, running = 0, hashlib.sha256()

    def end() -> None:
        if brand_id is not None:
            digests.append(DayDigest(brand_id=brand_id, events=count, sha256=running.hexdigest()))

    async with conn.transaction(), conn.cursor(name="digest") as cursor:
        await cursor.execute(_SQL["lines"], {"start": start, "end": start + timedelta(days=1)})
        while rows := await cursor.fetchmany(_ROWS):
            for owner, line in rows:
                if owner != brand_id:
                    end()
                    brand_id, count = owner, 0
                    running = hashlib.sha256(f"hallmint/unit-events/v1\n{owner}\n{day}\n".encode())
                running.update(line.encode())
                count += 1
    end()
    return digests


async def close_days(conn: Connection) -> int:
    """Write the digest of each day that ended an hour ago or more into the chain of each brand, one day after the other, each
    once whoever else does it too. Returns how many days this call closed. Raises psycopg.Error: LockNotAvailable where an
    activation took longer than a second; what was closed before stays.
    """
    days = [day for (day,) in await (await conn.execute(_SQL["due_days"])).fetchall()]
    if not days:
        return 0
    await conn.execute(_SQL["await_unit_events"])
    closed = 0
    for day in days:
        digests = await derive(conn, day)
        # Up to here nothing was written: who dies is as if never there, and two who count at once count the same.
        async with conn.transaction():
            # Another worker's row makes this wait for its end: there if it committed, and the day is done; gone if it died.
            if await (await conn.execute(_SQL["close_day"], {"day": day})).fetchone() is None:
                continue
            for each in digests:
                await event.record(
                    conn,
                    each.brand_id,
                    "DAY",
                    day.isoformat(),
                    "DIGESTED",
                    actor=event.WORKER,
                    events=each.events,
                    sha256=each.sha256,
                )
        # The day and all its digests are durable together.
        closed += 1
    return closed
