"""PostgreSQL for the tests: one server for all of them, a database of its own for each."""

import asyncio
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from hallmint_server.db.embedded import EmbeddedPostgres
from hallmint_server.db.migrate import migrate

_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server on which tests may create databases (and must not stop: a test that does starts its own)."""

    dsn: str  # of a role that may create databases
    embedded: EmbeddedPostgres | None  # None: HALLMINT_TEST_DATABASE_URL

    def url(self, database: str) -> str:
        """`dsn`, for another database."""
        return urlsplit(self.dsn)._replace(path=f"/{database}").geturl()

    @contextmanager
    def database(self, template: str | None = None) -> Iterator[str]:
        """Create a database, as a copy of `template` or empty; yield its URL; drop it, connected or not."""
        name = f"hallmint_test_{secrets.token_hex(6)}"
        # template0: without local additions, and never connected to. wal_log: a copy that asks for no checkpoint.
        self._execute("CREATE DATABASE {} TEMPLATE {} STRATEGY wal_log", name, template or "template0")
        try:
            yield self.url(name)
        finally:
            self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    @contextmanager
    def template(self) -> Iterator[str]:
        """Create a database with all migrations applied; yield its name, for `database`."""
        with self.database() as url:
            name = urlsplit(url).path.removeprefix("/")
            # In a thread: pytest-asyncio owns the main thread's event loop.
            with ThreadPoolExecutor(1) as executor:
                executor.submit(lambda: asyncio.run(migrate(url))).result(timeout=_SECONDS)
            # A test that is connected to it by mistake would make all the others fail.
            self._execute("ALTER DATABASE {} ALLOW_CONNECTIONS false", name)
            yield name

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.dsn, autocommit=True, connect_timeout=_SECONDS) as connection:
            connection.execute(f"SET statement_timeout = '{_SECONDS}s'".encode())
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
