"""Fixtures of all tests. A test that does without a database starts none."""

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from hallmint_server.command import work
from hallmint_server.db.embedded import EmbeddedPostgres
from hallmint_server.rpc.server import serve
from tests.support.api import Api
from tests.support.database import Server
from tests.support.installation import Installation, installation
from tests.support.resolver import Resolver, resolving


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


@pytest.fixture
def place(database_url: str, tmp_path: Path) -> Iterator[Installation]:
    """An installation of the test's own; nothing runs yet."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    with installation(database_url, home) as made:
        yield made


@pytest.fixture
async def server(place: Installation) -> AsyncIterator[Installation]:
    """The same, with its gRPC server running in this process."""
    async with running(lambda stop: serve(place.settings, stop)):
        yield place


@pytest.fixture
async def api(server: Installation) -> AsyncIterator[Api]:
    """Calls to that server, on behalf of a brand with one product."""
    async with server.api() as made:
        await made.make_brand()
        await made.make_product()
        yield made


@pytest.fixture
async def worker(server: Installation) -> AsyncIterator[None]:
    """A worker in this process."""
    async with running(lambda stop: work(server.settings, stop)):
        yield


@contextlib.asynccontextmanager
async def running(main: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
    """Run a program's main function beside the test, and stop it as a signal would."""
    stop = asyncio.Event()
    task = asyncio.create_task(main(stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 20)


@pytest.fixture
async def resolver(server: Installation, api: Api) -> AsyncIterator[Resolver]:
    """A resolver beside the server, whose brand and product are there."""
    del api
    async with resolving(server) as it:
        yield it
