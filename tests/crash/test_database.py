"""PostgreSQL dies, restarts or is away: every program waits for it and goes on by itself."""

import asyncio
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from uuid import uuid4

import grpc
import psycopg
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from hallmint.v1 import batch_pb2
from hallmint_client import Client
from hallmint_server.db.embedded import EmbeddedPostgres
from tests.crash.process import killable_postgres
from tests.crash.scene import Scene
from tests.support.api import Api
from tests.support.database import Server
from tests.support.installation import Installation
from tests.support.refusal import refused
from tests.support.wait import until

pytestmark = pytest.mark.timeout(90)

QUANTITY = 100_000
AWAY_LINES_MOST = 50  # that a program logs while the database is away for some seconds
COPYING = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND starts_with(query, 'COPY tokens') AND state = 'active'
"""


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """A server that may be killed."""
    with killable_postgres(tmp_path_factory.mktemp("killed")) as made:
        yield made


@pytest.fixture(autouse=True)
def _running_again(embedded: EmbeddedPostgres, place: Installation) -> Iterator[None]:
    """Whatever a test did, its database can be dropped, and the next one begins."""
    yield
    place.close()
    embedded.start()


@pytest.fixture(scope="module")
def postgres(embedded: EmbeddedPostgres) -> Server:
    """In place of the one that all tests share."""
    return Server(dsn=embedded.dsn, embedded=embedded)


@pytest.fixture(scope="module")
def _template(postgres: Server) -> Iterator[str]:
    with postgres.template() as name:
        yield name


@asynccontextmanager
async def looking(place: Installation) -> AsyncIterator[Scene]:
    """A look into the database over a connection of its own: those from before have died with the server."""
    async with await psycopg.AsyncConnection.connect(place.dsn, autocommit=True, connect_timeout=10) as conn:
        yield Scene.over(place, conn)


async def strike(embedded: EmbeddedPostgres, how: str, backend: int) -> None:
    match how:
        case "kill":
            embedded.kill()
        case "backend":  # PostgreSQL then ends all the others, recovers, and goes on under the same postmaster
            os.kill(backend, signal.SIGKILL)
        case _:
            embedded.stop()


@pytest.mark.parametrize("how", ["kill", "fast", "backend"])
async def test_minting_goes_on_after_postgresql_ended(
    place: Installation, embedded: EmbeddedPostgres, how: str
) -> None:
    options = {"HALLMINT_LEASE_SECONDS": "2", "HALLMINT_CYCLE_UNITS": "2000"}
    programs = [place.start("serve"), *(place.start("worker", log=f"worker-{n}", **options) for n in range(2))]
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(place.api())
        await api.make_brand()
        await api.make_product()
        client = await stack.enter_async_context(Client(place.address, credential=api.key))
        async with looking(place) as scene:
            await scene.history.install()
            batches = [await api.submit(QUANTITY), await api.submit(QUANTITY)]
            watchers = [asyncio.create_task(watch(client, batch)) for batch in batches]
            backends = await until(lambda: scene.rows(COPYING), 30, what="a cycle that runs")
            await strike(embedded, how, backends[0][0])
        await until(lambda: all(said(place, f"worker-{n}", "database away") for n in range(2)), 20)
        embedded.start()
        await asyncio.wait_for(asyncio.gather(*watchers), 60)
        async with looking(place) as scene:
            await scene.check_minted(*[await api.batch(batch.batch_id) for batch in batches])
            attempts, takeovers = await scene.history.most()
            assert attempts == 0
            assert takeovers <= 1
    assert [program.poll() for program in programs] == [None] * 3


async def watch(client: Client, batch: batch_pb2.Batch) -> None:
    """Follow a batch to its end with the client that users have: over the fault, and never backwards."""
    seen = [state async for state in client.watch_batch(batch.batch_id)]
    assert seen[-1].state == batch_pb2.BATCH_STATE_MINTED
    minted = [state.minted_quantity for state in seen]
    assert minted == sorted(minted)


async def check_refused(api: Api, request_id: str) -> None:
    refusal = await refused(api.submit(1000, request_id=request_id))
    assert (refusal.code, refusal.reason) == ("UNAVAILABLE", "DATABASE_UNAVAILABLE")
    assert refusal.retry_seconds


async def health(place: Installation, *, serving: bool) -> None:
    """Wait until health says so."""
    wanted = health_pb2.HealthCheckResponse.SERVING if serving else health_pb2.HealthCheckResponse.NOT_SERVING
    async with grpc.aio.insecure_channel(place.address) as channel:
        stub = health_pb2_grpc.HealthStub(channel)

        async def says() -> bool:
            answer = await stub.Check(health_pb2.HealthCheckRequest(), wait_for_ready=True, timeout=20)
            return bool(answer.status == wanted)

        await until(says, 30, what=f"health: serving {serving}")


def said(place: Installation, name: str, words: str) -> int:
    """How often a program has logged something."""
    return (place.home.parent / f"{name}.log").read_text().count(words)


def lines(place: Installation, name: str) -> int:
    return len((place.home.parent / f"{name}.log").read_text().splitlines())


async def test_a_submit_while_the_database_is_away_is_refused_and_can_be_repeated(
    place: Installation, embedded: EmbeddedPostgres
) -> None:
    programs = {name: place.start(name) for name in ("serve", "worker")}
    request_id = str(uuid4())
    async with place.api() as api:
        await api.make_brand()
        await api.make_product()
        await api.ended((await api.submit(10)).batch_id)  # the worker works
        before = {name: lines(place, name) for name in programs}
        embedded.stop(immediate=True)
        await asyncio.wait_for(asyncio.gather(*(check_refused(api, request_id) for _ in range(5))), 20)
        await health(place, serving=False)
        for name, program in programs.items():
            assert program.poll() is None
            assert 0 < lines(place, name) - before[name] <= AWAY_LINES_MOST
        embedded.start()
        await health(place, serving=True)
        batch = await api.submit(1000, request_id=request_id)
        ended = await api.ended(batch.batch_id)
        assert (await api.submit(1000, request_id=request_id)).batch_id == batch.batch_id
        async with looking(place) as scene:
            await scene.check_minted(ended)
            assert await scene.rows("SELECT count(*) FROM mint_batches") == [(2,)]
    assert [program.poll() for program in programs.values()] == [None, None]


async def test_programs_started_before_the_database_wait_for_it(
    place: Installation, embedded: EmbeddedPostgres
) -> None:
    embedded.stop()
    programs: dict[str, subprocess.Popen[bytes]] = {name: place.start(name) for name in ("serve", "worker")}
    async with grpc.aio.insecure_channel(place.address) as channel:
        await health(place, serving=False)
        await check_refused(Api(channel, key=""), str(uuid4()))
        await until(lambda: said(place, "worker", "waiting for the database") >= 2, 20)
        for name, program in programs.items():
            assert program.poll() is None
            assert lines(place, name) <= AWAY_LINES_MOST
    embedded.start()
    await health(place, serving=True)
    async with place.api() as api:
        await api.make_brand()
        await api.make_product()
        ended = await api.ended((await api.submit(1000)).batch_id)
        async with looking(place) as scene:
            await scene.check_minted(ended)
