"""Fixtures of all tests. Nothing here imports grpc, and no test that does without a database starts one."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from typing import Any

import psycopg
import pytest
from hallmint_server.db.embedded import EmbeddedPostgres

from tests.support.database import Server


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server that all tests share. Not an async fixture: it lives as long as the thread that starts it."""
    url = os.environ.get("HALLMINT_TEST_DATABASE_URL")
    if url:
        yield Server(dsn=url, embedded=None)
        return
    embedded = EmbeddedPostgres(tmp_path_factory.mktemp("postgres"), durable=False)
    embedded.start()
    try:
        yield Server(dsn=embedded.dsn, embedded=embedded)
    finally:
        embedded.stop(immediate=True)
        # pytest keeps the folders of three sessions: keep the log, not the data.
        shutil.rmtree(embedded.folder / "data")


@pytest.fixture(scope="session")
def _template(postgres: Server) -> Iterator[str]:
    with postgres.template() as name:
        yield name


@pytest.fixture
def empty_database_url(postgres: Server) -> Iterator[str]:
    """A database of the test's own, without any table."""
    with postgres.database() as url:
        yield url


@pytest.fixture
def database_url(postgres: Server, _template: str) -> Iterator[str]:
    """A database of the test's own, with all migrations applied."""
    with postgres.database(_template) as url:
        yield url


@pytest.fixture
async def conn(database_url: str) -> AsyncIterator[psycopg.AsyncConnection[Any]]:
    """A connection to `database_url`: autocommit, rows as tuples, for its superuser."""
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True, connect_timeout=10) as connection:
        yield connection
