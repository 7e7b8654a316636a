"""What is done once an hour: partitions for the days to come, digests and aggregates of days that ended, and purging."""

import asyncio
import contextlib

import structlog

from hallmint_server.db.errors import describe, is_transient, reason_of
from hallmint_server.db.pool import connect_worker
from hallmint_server.db.queries import load
from hallmint_server.jobs.digest import close_days

log = structlog.get_logger()

PARTITION_DAYS_AHEAD = 7
_HOUR_SECONDS = 3600.0
_RETRY_SECONDS = 60.0
_SQL = load("hallmint_server.jobs", "maintenance.sql")


async def maintain(dsn: str, *, keep_days: int) -> None:
    """Do it once, on a connection of its own in the role of workers; safe to do twice, and by many workers at once.

    Makes partitions 7 days ahead, folds days that ended into scan_days, drops scans older than `keep_days` (1 to 760), then
    chains the digests of closed days. Each step is a transaction. Raises psycopg.Error.
    """
    async with await connect_worker(dsn) as conn:
        made = await (await conn.execute(_SQL["extend_partitions"], {"days_ahead": PARTITION_DAYS_AHEAD})).fetchone()
        for (day,) in await (await conn.execute(_SQL["due_folds"])).fetchall():
            await conn.execute(_SQL["fold_scans"], {"day": day, "keep_days": keep_days})
        dropped = await (await conn.execute(_SQL["purge_scans"], {"keep_days": keep_days})).fetchone()
        closed = await close_days(conn)
    log.info(
        "maintained",
        partitions_made=made[0] if made else 0,
        partitions_dropped=dropped[0] if dropped else 0,
        days_closed=closed,
    )


async def run_maintenance(dsns: set[str], *, keep_days: int, stop: asyncio.Event) -> None:
    """Do it at once and every hour, for each database, until `stop`. What fails is logged and tried again in a minute."""
    while not stop.is_set():
        pause = _HOUR_SECONDS
        for dsn in sorted(dsns):
            try:
                await maintain(dsn, keep_days=keep_days)
            except Exception as error:  # noqa: BLE001 - minting goes on whatever happens here
                pause = _RETRY_SECONDS
                if is_transient(error):
                    log.warning("maintenance put off", error=reason_of(error))
                else:
                    log.error("maintenance failed", error=describe(error))  # noqa: TRY400 - described without values
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await stop.wait()
