"""Connections to the database that answer within seconds, or are ended."""

import asyncio
import contextlib
import os
import socket

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

Connection = psycopg.AsyncConnection[TupleRow]

_ANSWER_SECONDS = 2.5
"""A little more than the server's own limits (`open_store`), which leave the connection whole."""


class Limit:
    """Ends a connection that has not answered for `_ANSWER_SECONDS`: the question then fails with psycopg.OperationalError. No
    time-out of the server does that for one that is frozen or out of reach, and cancelling would wait for it too.
    """

    def __init__(self, conn: Connection) -> None:
        self._descriptor = conn.fileno()
        self.is_over = False
        self._handle = asyncio.get_running_loop().call_later(_ANSWER_SECONDS, self._cut)

    def _cut(self) -> None:
        self.is_over = True
        # The descriptor is psycopg's: a copy of it shuts the same connection down.
        with contextlib.suppress(OSError), socket.socket(fileno=os.dup(self._descriptor)) as copy:
            copy.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        """The answer is there."""
        self._handle.cancel()


async def fetch(pool: AsyncConnectionPool[Connection], query: bytes | sql.Composed, **values: object) -> list[TupleRow]:
    """What a query gives, by any connection of the pool. Raises psycopg.Error, PoolTimeout."""
    async with pool.connection() as conn:
        limit = Limit(conn)
        try:
            return await (await conn.execute(query, values, prepare=True)).fetchall()
        finally:
            limit.end()


class Line:
    """A connection that is kept, for one question after another: taking one from the pool each time costs a third more."""

    def __init__(self, pool: AsyncConnectionPool[Connection]) -> None:
        self._pool = pool
        self._cursor: psycopg.AsyncCursor[TupleRow] | None = None

    async def text(self, query: bytes, **values: str) -> str:
        """The one text that a query gives, empty for NULL. A connection that was found broken is replaced, once: it may have
        been so for hours. Raises psycopg.Error, PoolTimeout.
        """
        for is_last in (False, True):
            if self._cursor is None:
                self._cursor = (await self._pool.getconn()).cursor()
            cursor = self._cursor
            limit = Limit(cursor.connection)
            try:
                await cursor.execute(query, values, prepare=True)
                row = await cursor.fetchone()
            except BaseException as error:
                limit.end()  # before its descriptor can become another connection's
                self._cursor = None
                await self._pool.putconn(cursor.connection)
                is_broken = isinstance(error, psycopg.OperationalError) and cursor.connection.closed
                if is_last or limit.is_over or not is_broken:
                    raise
            else:
                return str(row[0] or "") if row else ""
            finally:
                limit.end()
        raise AssertionError  # the last round returns or raises

    async def close(self) -> None:
        """Give the connection back."""
        if self._cursor is not None:
            await self._pool.putconn(self._cursor.connection)
