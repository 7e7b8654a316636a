"""Connections to PostgreSQL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

Connection = psycopg.AsyncConnection[TupleRow]


async def connect_worker(dsn: str) -> Connection:
    """One connection for a worker's cycles, autocommit outside explicit transactions. Raises psycopg.OperationalError.

    A worker whose machine vanished must not hold rows: the server notices within 5 + 2 * 3 seconds.
    """
    return await psycopg.AsyncConnection.connect(
        dsn,
        autocommit=True,
        connect_timeout=5,
        keepalives_idle=5,
        keepalives_interval=2,
        keepalives_count=3,
        tcp_user_timeout=15_000,
        application_name="hallmint-worker",
        options="-c lock_timeout=5s -c idle_in_transaction_session_timeout=60s -c tcp_keepalives_idle=5 "
        "-c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 -c TimeZone=UTC",
    )


@asynccontextmanager
async def open_pool(dsn: str, *, max_size: int) -> AsyncIterator[AsyncConnectionPool[Connection]]:
    """The gRPC server's pool. It opens at once also while the database is away; getting a connection then times out
    after 3 s with PoolTimeout. A connection is checked before it is handed out, so that a restarted database costs no call.
    """
    pool = AsyncConnectionPool[Connection](
        dsn,
        min_size=1,
        max_size=max_size,
        timeout=3.0,
        reconnect_timeout=5.0,
        check=AsyncConnectionPool.check_connection,
        open=False,
        kwargs={
            "autocommit": True,
            "connect_timeout": 5,
            "application_name": "hallmint-serve",
            "options": "-c lock_timeout=5s -c statement_timeout=30s -c idle_in_transaction_session_timeout=30s -c TimeZone=UTC",
        },
    )
    await pool.open(wait=False)
    try:
        yield pool
    finally:
        await pool.close(timeout=5)
