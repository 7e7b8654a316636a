"""Bring a database's schema up to date: numbered SQL files, forward only, each applied once.

A file is `NNNN_name.sql`, numbered from 0001 without gaps, and never changes once it has been applied anywhere (its
SHA-256 is kept in `public.schema_migrations`). It runs in one transaction, together with the note that it ran.

A file whose first line is `-- no-transaction` is for statements that refuse one (CREATE INDEX CONCURRENTLY): its
statements, each ended by `;` at the end of a line and free of dollar quotes, run one by one. The process may die
between two of them, and the file then runs again from its start: write such a file to be repeatable (DROP INDEX
CONCURRENTLY IF EXISTS comes first).

Only one run at a time works on a database; others poll for their turn. They do not wait inside `pg_advisory_lock`: the
snapshot of that statement is one which CREATE INDEX CONCURRENTLY waits for in turn, a deadlock. The lock belongs to the
session, so connect to PostgreSQL itself, not through a pooler in transaction mode.
"""

import asyncio
import hashlib
import re
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.rows import tuple_row

FOLDER = Path(__file__).with_name("migrations")

_OLDEST_SERVER = 15
_LOCK = int.from_bytes(b"hallmint", "big")
_POLL_SECONDS = 0.1
_CONNECT_SECONDS = 10
_FILE_NAME = re.compile(r"(?P<version>[0-9]{4})_[a-z0-9_]+\.sql")
_NO_TRANSACTION = "-- no-transaction"
_STATEMENT_END = re.compile(r";[ \t]*$", re.MULTILINE)

_CREATE_TABLE = """
CREATE TABLE public.schema_migrations (
    version int PRIMARY KEY,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT ON public.schema_migrations TO PUBLIC
"""


class MigrationError(RuntimeError):
    """The schema is not what this program needs, or could not be brought there; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Migration:
    version: int
    name: str  # the file's name
    checksum: str  # SHA-256 of the text in UTF-8, hex
    text: str

    @property
    def in_transaction(self) -> bool:
        return self.text.partition("\n")[0].rstrip() != _NO_TRANSACTION


@dataclass(frozen=True, slots=True, kw_only=True)
class _Applied:
    version: int
    name: str
    checksum: str


async def migrate(dsn: str, *, wait_seconds: float = 60, folder: Path = FOLDER) -> list[str]:
    """Apply what is missing, in order; return the names of the files applied, none if the database was up to date.

    Each file is durable, with its note, before the next one begins. After an error or a kill the earlier files stay,
    the current one left nothing (unless it is `-- no-transaction`), and a new call goes on from there.

    While another run holds the database this one waits up to `wait_seconds`. Raises `MigrationError`: server older than
    PostgreSQL 15, a changed, missing or failing file, a database newer than the files, or no turn in time. Raises
    `psycopg.OperationalError` if there is no connection, or it breaks.
    """
    files = await asyncio.to_thread(_read, folder)
    async with _connect(dsn) as conn:
        await _take_turn(conn, wait_seconds)
        if not await _has_table(conn):
            await conn.execute(_CREATE_TABLE)
        missing = _missing(files, await _applied(conn))
        for file in missing:
            await _apply(conn, file)
        # The lock goes with the connection.
    return [file.name for file in missing]


async def pending(dsn: str, *, folder: Path = FOLDER) -> list[str]:
    """Return the names of the files that `migrate` would apply; changes nothing and waits for nobody.

    Raises as `migrate` does, except for a failing file and a missing turn.
    """
    files = await asyncio.to_thread(_read, folder)
    async with _connect(dsn) as conn:
        return [file.name for file in _missing(files, await _applied(conn))]


async def check_schema(conn: psycopg.AsyncConnection[Any], *, folder: Path = FOLDER) -> None:
    """Raise `MigrationError` unless the database has exactly the migrations of this program. Any role may ask.

    Reads only, and leaves the connection in the transaction state it came in.
    """
    _check_server(conn)
    files = await asyncio.to_thread(_read, folder)
    async with conn.transaction():
        missing = _missing(files, await _applied(conn))
    if missing:
        names = ", ".join(file.name for file in missing)
        raise MigrationError(f"the database is not up to date: it misses {names}; migrate it first")


def _read(folder: Path) -> list[_Migration]:
    """Return the folder's migrations in order. None is an error: a package without its SQL files must not pass."""
    files = []
    for path in sorted(folder.glob("*.sql")):
        match = _FILE_NAME.fullmatch(path.name)
        if not match:
            raise MigrationError(f"{path.name} is not named as a migration: NNNN_name.sql, in small letters")
        # Line ends as git may have changed them on checkout are not a change of the file.
        text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
        checksum = hashlib.sha256(text.encode()).hexdigest()
        files.append(_Migration(version=int(match["version"]), name=path.name, checksum=checksum, text=text))
    if not files:
        raise MigrationError(f"no migrations in {folder}: the program is not installed completely")
    for number, file in enumerate(files, start=1):
        if file.version != number:
            raise MigrationError(f"numbers must have no gaps or repeats: {file.name} should be number {number:04}")
    return files


@asynccontextmanager
async def _connect(dsn: str) -> AsyncIterator[psycopg.AsyncConnection[Any]]:
    # autocommit: a run that waits for its turn holds no snapshot for CREATE INDEX CONCURRENTLY to wait for.
    conn = await psycopg.AsyncConnection.connect(
        dsn,
        autocommit=True,
        connect_timeout=_CONNECT_SECONDS,
        application_name="hallmint migrate",
        client_encoding="utf8",  # the files', whatever PGCLIENTENCODING says
    )
    try:
        _check_server(conn)
        yield conn
    finally:
        await conn.close()


def _check_server(conn: psycopg.AsyncConnection[Any]) -> None:
    version = conn.info.server_version // 10_000
    if version < _OLDEST_SERVER:
        raise MigrationError(f"the server is PostgreSQL {version}; {_OLDEST_SERVER} or later is needed")


async def _take_turn(conn: psycopg.AsyncConnection[Any], wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while True:  # a deadline, not asyncio.timeout: that could cancel a statement which just took the lock
        row = await (await conn.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])).fetchone()
        if row == (True,):
            return
        if time.monotonic() >= deadline:
            raise MigrationError(f"another migration of this database still runs after {wait_seconds:g} s; try later")
        await asyncio.sleep(_POLL_SECONDS)


async def _has_table(conn: psycopg.AsyncConnection[Any]) -> bool:
    async with conn.cursor(row_factory=tuple_row) as cursor:
        await cursor.execute("SELECT to_regclass('public.schema_migrations') IS NOT NULL")
        return await cursor.fetchone() == (True,)


async def _applied(conn: psycopg.AsyncConnection[Any]) -> list[_Applied]:
    if not await _has_table(conn):
        return []
    async with conn.cursor(row_factory=tuple_row) as cursor:
        await cursor.execute("SELECT version, name, checksum FROM public.schema_migrations ORDER BY version")
        return [_Applied(version=row[0], name=row[1], checksum=row[2]) async for row in cursor]


def _missing(files: list[_Migration], applied: Iterable[_Applied]) -> list[_Migration]:
    """Return the files still to apply, after checking that those applied are the ones this program has."""
    done = 0
    for done, row in enumerate(applied, start=1):
        if row.version > len(files):
            raise MigrationError(
                f"the database is newer than this program: it has {row.name}, the program ends at {files[-1].name}; "
                "upgrade the program"
            )
        file = files[row.version - 1]
        if row.version != done:
            raise MigrationError(
                f"the database has {row.name} but misses {files[done - 1].name} before it; restore it from a backup"
            )
        if (row.name, row.checksum) != (file.name, file.checksum):
            raise MigrationError(
                f"{file.name} was changed after it was applied (as {row.name}); put it back as it was, "
                "and write a new one"
            )
    return files[done:]


async def _apply(conn: psycopg.AsyncConnection[Any], file: _Migration) -> None:
    # What the file before this one set for its session is not for this one.
    await conn.execute("RESET ROLE; RESET ALL")
    if not file.in_transaction:
        for statement in _statements(file):
            await _execute(conn, file, statement)
        await _note(conn, file)
        return
    async with conn.transaction():
        # DDL that queues behind a long transaction stops all who come after it: rather fail, and be run again.
        await conn.execute("SET LOCAL lock_timeout = '10s'")
        await _execute(conn, file, file.text)
        if conn.info.transaction_status != TransactionStatus.INTRANS:
            raise MigrationError(f"{file.name} ends its transaction itself: take COMMIT and ROLLBACK out of it")
        await _note(conn, file)


async def _execute(conn: psycopg.AsyncConnection[Any], file: _Migration, statement: str) -> None:
    try:
        await conn.execute(statement.encode())
    except psycopg.Error as error:
        if conn.closed:
            raise  # the connection broke: the file is not to blame
        offset = file.text.index(statement) + int(error.diag.statement_position or 1)
        line = file.text.count("\n", 0, offset) + 1
        kept = "nothing of it was kept" if file.in_transaction else "it runs again from its start"
        raise MigrationError(f"{file.name} failed in the statement at line {line} ({kept}): {error}") from error


def _statements(file: _Migration) -> list[str]:
    if "$$" in file.text:
        raise MigrationError(f"{file.name} runs without a transaction, and so may hold no dollar quotes")
    return [part for part in _STATEMENT_END.split(file.text) if part.strip()]


async def _note(conn: psycopg.AsyncConnection[Any], file: _Migration) -> None:
    await conn.execute("RESET ROLE")
    await conn.execute(
        "INSERT INTO public.schema_migrations (version, name, checksum) VALUES (%s, %s, %s)",
        [file.version, file.name, file.checksum],
    )
