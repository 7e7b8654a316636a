"""Writes loads to the database, each once."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

from hallmint_resolver.query import load as load_statements
from hallmint_resolver.telemetry.model import COLUMNS, Load, Visits

_SQL = load_statements("hallmint_resolver.telemetry", "telemetry.sql")
_COPY = sql.SQL(_SQL["copy"].decode()).format(columns=sql.SQL(COLUMNS))
_REFUSALS = ("22", "23")
"""Classes of SQLSTATE that are about the data: it is refused every time."""
_CONNECT_SECONDS = 3
_WRITE_SECONDS = 5.0


class LoadRefusedError(Exception):
    """The database answers, and will never take these rows."""


class Writer:
    """One connection of the role hallmint_resolver, opened when it is needed. Not for use by two tasks at once."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._conn: psycopg.AsyncConnection[TupleRow] | None = None
        self._marked: set[date] = set()

    async def write(self, writer_id: UUID, loads: Sequence[Load]) -> None:
        """Write loads of one writer, in order of their numbers, in one transaction; those that it has already are passed over.

        Durable on return. On any exception but LoadRefusedError they may have been written or not: try again with the same
        numbers, before any later one of this writer. Takes at most about 10 s.
        """
        conn = await self._connected()
        try:
            async with asyncio.timeout(_WRITE_SECONDS), conn.transaction():
                await self._write(conn, writer_id, loads)
        except BaseException as error:
            # Whatever went wrong, a fresh connection is in a known state.
            self._conn = None
            await conn.close()
            if isinstance(error, psycopg.Error) and (error.sqlstate or "").startswith(_REFUSALS):
                # Without the text, which shows the row.
                raise LoadRefusedError(f"{type(error).__name__} {error.diag.constraint_name or ''}".strip()) from None
            raise
        self._marked.update(*(load.days for load in loads))

    async def close(self) -> None:
        """Close the connection."""
        if self._conn is not None:
            await self._conn.close()
            self._conn = None

    async def _connected(self) -> psycopg.AsyncConnection[TupleRow]:
        if self._conn is None or self._conn.closed:
            self._conn = await psycopg.AsyncConnection.connect(
                self._dsn,
                autocommit=True,
                connect_timeout=_CONNECT_SECONDS,
                keepalives_idle=5,
                keepalives_interval=2,
                keepalives_count=3,
                tcp_user_timeout=10_000,
                application_name="hallmint-telemetry",
                options="-c role=hallmint_resolver -c lock_timeout=3s -c statement_timeout=5s "
                "-c idle_in_transaction_session_timeout=20s -c TimeZone=UTC",
            )
        return self._conn

    async def _write(self, conn: psycopg.AsyncConnection[TupleRow], writer_id: UUID, loads: Sequence[Load]) -> None:
        row = await (await conn.execute(_SQL["last_load"], {"writer_id": writer_id})).fetchone()
        last = row[0] if row else 0
        missing = [load for load in loads if load.number > last]
        if not missing:
            return
        if any(load.scans for load in missing):
            async with conn.cursor() as cursor, cursor.copy(_COPY) as copy:
                for load in missing:
                    await copy.write(load.rows)
        if days := self._due(missing):
            await conn.execute(_SQL["mark"], {"days": days})
        if counts := _sum(missing):
            values = {
                "days": [of.day for of in counts],
                "brand_ids": [of.brand_id for of in counts],
                "traffics": [of.traffic for of in counts],
                "visits": list(counts.values()),
            }
            await conn.execute(_SQL["count"], values)
        await conn.execute(_SQL["advance"], {"writer_id": writer_id, "number": missing[-1].number})

    def _due(self, loads: Sequence[Load]) -> list[date]:
        """Days to be marked: each once while it lasts, and a day that has ended every time, as it may be folded."""
        days = frozenset[date]().union(*(load.days for load in loads))
        today = datetime.now(UTC).date()
        return sorted(day for day in days if day < today or day not in self._marked)


def _sum(loads: Sequence[Load]) -> Counter[Visits]:
    total = Counter[Visits]()
    for load in loads:
        total.update(load.counts)
    return total
