"""Connections to PostgreSQL, and what each may see."""

import hashlib
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import lru_cache
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.adapt import Transformer
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

from hallmint_server.db.queries import load

Connection = psycopg.AsyncConnection[TupleRow]

_SQL = load("hallmint_server.db", "pool.sql")
_ACT = sql.SQL(_SQL["act"].decode())
_ACT_PERSON = sql.SQL(_SQL["act_person"].decode())
_PREPARE = sql.SQL(_SQL["prepare"].decode())
_EXECUTE = sql.SQL(_SQL["execute"].decode())
_PARAMETER = re.compile(r"%\((\w+)\)s")

API_ROLE = "hallmint_api"
MINT_ROLE = "hallmint_mint"

OPERATOR = UUID(int=0)
"""Stands for the brand where the operator of the installation acts."""


async def connect_worker(dsn: str) -> Connection:
    """One connection for a worker's cycles, in the role of workers, autocommit outside explicit transactions.

    A worker whose machine vanished must not hold rows: the server notices within 5 + 2 * 3 seconds. Raises
    psycopg.OperationalError.
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
        options=f"-c role={MINT_ROLE} -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s "
        "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 -c TimeZone=UTC",
    )


class Database:
    """The gRPC server's way to rows: each transaction acts for one brand, and row-level security shows it no other
    (identity.md, "Who reaches the rows").
    """

    def __init__(self, pool: AsyncConnectionPool[Connection]) -> None:
        self._pool = pool

    @asynccontextmanager
    async def act(self, brand_id: UUID, person_id: UUID | None = None) -> AsyncIterator[Connection]:
        """A transaction for a brand (`OPERATOR` for none), and for a person where it concerns what is theirs in any brand.

        Committed, and so durable, when the context ends without an exception; rolled back with one. Raises PoolTimeout
        after 3 s without a connection, psycopg.OperationalError where the database goes away meanwhile.
        """
        begin = _begin(brand_id, person_id)
        # The pool checks no connection: the first statement shows whether it lives, and nothing happened before it.
        for _ in range(self._pool.max_size):
            async with self._pool.connection() as conn:
                try:
                    await conn.execute(begin)
                except psycopg.OperationalError:
                    if not conn.closed:
                        raise
                    continue
                yield conn
                return
        async with self._pool.connection() as conn:
            await conn.execute(begin)
            yield conn

    async def read(self, brand_id: UUID, query: bytes, values: Mapping[str, object]) -> list[TupleRow]:
        """The rows of one SELECT, in a transaction for a brand as in `act`, in one round trip where that takes three.

        `query` is a statement of a `.sql` file with `%(name)s` for the values. Raises as `act` does.
        """
        prepare, execute, order = _prepared(query)
        literals = Transformer()  # one for all: `sql.Literal` makes one for each, which takes three times as long
        arguments = b", ".join([literals.as_literal(values[key]) for key in order])
        # A text of several statements is one transaction (PostgreSQL, "Multiple Statements in a Simple Query").
        text = b"; ".join((_act(brand_id), execute % arguments))
        for left in reversed(range(self._pool.max_size + 1)):
            async with self._pool.connection() as conn:
                try:
                    try:
                        cursor = await conn.execute(text)
                    except psycopg.errors.InvalidSqlStatementName:  # this connection has not read it before
                        await conn.execute(prepare)
                        cursor = await conn.execute(text)
                except psycopg.OperationalError:
                    if not conn.closed or not left:
                        raise
                    continue
                cursor.nextset()
                return await cursor.fetchall()
        raise AssertionError  # the last round returns or raises


@lru_cache(maxsize=256)
def _prepared(query: bytes) -> tuple[bytes, bytes, tuple[str, ...]]:
    """The statement that prepares a query, the one that executes it, with `%s` for its arguments, and their names in order."""
    order: dict[str, str] = {}
    body = _PARAMETER.sub(lambda match: order.setdefault(match[1], f"${len(order) + 1}"), query.decode())
    name = sql.Identifier(f"hallmint_{hashlib.sha256(query).hexdigest()[:16]}")
    prepare = _PREPARE.format(name=name, query=sql.SQL(body)).as_bytes()
    return prepare, _EXECUTE.format(name=name, arguments=sql.SQL("%s")).as_bytes(), tuple(order)


@lru_cache(maxsize=1024)
def _begin(brand_id: UUID, person_id: UUID | None) -> bytes:
    text = _SQL["begin"] + b"; " + _act(brand_id)
    if person_id is not None:
        text += b"; " + _ACT_PERSON.format(person_id=sql.Literal(str(person_id))).as_bytes()
    return text


@lru_cache(maxsize=1024)
def _act(brand_id: UUID) -> bytes:
    # UUIDs need no quoting; it is left to psycopg all the same.
    return _ACT.format(brand_id=sql.Literal(str(brand_id))).as_bytes()


async def act_for(conn: Connection, brand_id: UUID) -> None:
    """Act for another brand from now on in this transaction: an operator's call that touches a brand."""
    await conn.execute(_SQL["act_for"], {"brand_id": str(brand_id)})


@asynccontextmanager
async def open_pool(dsn: str, *, max_size: int) -> AsyncIterator[AsyncConnectionPool[Connection]]:
    """The gRPC server's pool, in the role of the API. It opens at once also while the database is away; getting a connection
    then times out after 3 s with PoolTimeout.
    """
    pool = AsyncConnectionPool[Connection](
        dsn,
        min_size=1,
        max_size=max_size,
        timeout=3.0,
        reconnect_timeout=5.0,
        open=False,
        kwargs={
            "autocommit": True,
            "connect_timeout": 5,
            "application_name": "hallmint-serve",
            "options": f"-c role={API_ROLE} -c lock_timeout=5s -c statement_timeout=30s "
            "-c idle_in_transaction_session_timeout=30s -c TimeZone=UTC",
        },
    )
    await pool.open(wait=False)
    try:
        yield pool
    finally:
        await pool.close(timeout=5)
