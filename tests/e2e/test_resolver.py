"""The resolver as processes: one first scan of many, and a clean stop that loses no scan."""

import asyncio
import subprocess
import sys
from typing import Any

import aiohttp
import psutil
import psycopg
import pytest
from yarl import URL

from hallmint.v1 import minting_service_pb2
from tests.support.api import GTIN, Api
from tests.support.installation import Installation, free_port
from tests.support.resolver import HOST, PHONE, export_keys
from tests.support.wait import until

Conn = psycopg.AsyncConnection[Any]


async def ready(port: int) -> None:
    async with aiohttp.ClientSession() as session, asyncio.timeout(30):
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{port}/readyz") as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.05)  # the process starts


async def codes(api: Api, quantity: int) -> list[str]:
    batch = await api.ended((await api.submit(quantity)).batch_id)
    request = minting_service_pb2.ListTokensRequest(batch_id=batch.batch_id, page_size=500)
    return [token.code for token in (await api.minting.ListTokens(request, metadata=api.metadata)).tokens]


async def number(conn: Conn, query: str) -> Any:
    return (await (await conn.execute(query)).fetchone() or (None,))[0]


@pytest.mark.usefixtures("worker")
async def test_of_500_first_scans_over_two_processes_one_activates(server: Installation, api: Api, conn: Conn) -> None:
    first, *others = await codes(api, 20)
    await export_keys(server)
    ports = [free_port(), free_port()]
    processes = [
        subprocess.Popen(  # noqa: ASYNC220 - it returns at once
            [sys.executable, "-m", "hallmint_resolver", "serve"],
            env=server.environment(
                HALLMINT_RESOLVER_PORT=str(port),
                HALLMINT_RESOLVER_KEYS=str(server.home / "resolver-keys"),
                HALLMINT_SPOOL=str(server.home / f"spool-{port}"),
                HALLMINT_RATE_PER_PREFIX="0",
            ),
            stdout=subprocess.DEVNULL,
        )
        for port in ports
    ]
    try:
        await asyncio.gather(*map(ready, ports))
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=connector, headers={"Host": HOST, "User-Agent": PHONE}) as session:

            async def scan(port: int, code: str) -> tuple[int, str]:
                url = URL(f"http://127.0.0.1:{port}/01/{GTIN}/21/{code}", encoded=True)
                async with session.get(url, allow_redirects=False) as response:
                    return response.status, response.headers["Location"]

            answers = await asyncio.gather(*(scan(ports[n % 2], first) for n in range(500)))
            assert set(answers) == {(307, f"https://{HOST}/p/01/{GTIN}/21/{first}")}
            # Many tokens at once, each by both processes, in any order: no deadlock, each once.
            await asyncio.gather(*(scan(port, code) for code in others for port in ports for _ in range(5)))
    finally:
        for process in processes:
            process.terminate()
        stopped = [process.wait(20) for process in processes]
    assert stopped == [0, 0]
    assert await number(conn, "SELECT array_agg(DISTINCT status) FROM tokens") == [2]
    assert await number(conn, "SELECT count(*) FROM unit_events") == 20
    assert await number(conn, "SELECT sum(units) FROM activations") == 20
    # Every scan that was answered is in the database: a clean stop writes what is left.
    assert await number(conn, "SELECT count(*) FROM scans") == 500 + 19 * 10
    assert await number(conn, "SELECT count(*) FROM scans WHERE outcome = 'activated'") == 20
    assert await number(conn, "SELECT array_agg(DISTINCT prefix::text) FROM scans") == ["127.0.0.0/24"]
    assert (await server.fsck()).findings == []


@pytest.mark.parametrize("ending", ["signal", "child", "kill"])
async def test_processes_that_share_a_port_end_together(server: Installation, api: Api, ending: str) -> None:
    del api
    await export_keys(server)
    port = free_port()
    parent = subprocess.Popen(  # noqa: ASYNC220 - it returns at once
        [sys.executable, "-m", "hallmint_resolver", "serve", "--processes", "2"],
        env=server.environment(
            HALLMINT_RESOLVER_PORT=str(port),
            HALLMINT_RESOLVER_KEYS=str(server.home / "resolver-keys"),
            HALLMINT_SPOOL=str(server.home / "spool"),
        ),
        stdout=subprocess.DEVNULL,
    )
    try:
        await ready(port)

        def children() -> list[psutil.Process]:
            every = psutil.Process(parent.pid).children()
            return [child for child in every if "spawn_main" in " ".join(child.cmdline())]

        both = await until(lambda: found if len(found := children()) == 2 else None, 20, what="two processes")
        await until(lambda: all(child.net_connections() for child in both), 20, what="both listen")
        if ending == "child":
            both[0].kill()
        elif ending == "kill":
            parent.kill()
        else:
            parent.terminate()
        assert await asyncio.to_thread(parent.wait, 20) == {"signal": 0, "child": 1, "kill": -9}[ending]
        _, alive = await asyncio.to_thread(psutil.wait_procs, both, 20)
        assert [child for child in alive if child.status() != psutil.STATUS_ZOMBIE] == []
    finally:
        if parent.poll() is None:
            parent.kill()
