"""What people, machines and faults throw at the resolver."""

import asyncio
import os
import signal
import socket
from typing import Any

import psutil
import psycopg
import pytest

from hallmint.v1 import minting_service_pb2
from hallmint_resolver import protocol
from tests.support.api import GTIN, Api
from tests.support.database import Server
from tests.support.installation import Installation
from tests.support.resolver import Resolver, resolving, tokens
from tests.support.wait import until

Conn = psycopg.AsyncConnection[Any]


async def test_slow_connections_are_closed_while_a_fresh_one_is_answered(resolver: Resolver) -> None:
    async def slow(number: int) -> float:
        loop = asyncio.get_running_loop()
        reader, writer = await asyncio.open_connection("127.0.0.1", resolver.port)
        begin = loop.time()
        writer.write(b"GET /01/" if number % 2 else b"")
        try:
            async with asyncio.timeout(14):
                await reader.read()
        finally:
            writer.close()
        return loop.time() - begin

    waiting = asyncio.gather(*(slow(number) for number in range(400)))
    await asyncio.sleep(1)  # they are all there
    async with asyncio.timeout(3):
        assert (await resolver.ask("/healthz")).status == 200
    assert max(await waiting) < 11


@pytest.mark.usefixtures("worker")
async def test_without_its_database_it_says_so_and_comes_back(server: Installation, api: Api, conn: Conn) -> None:
    (active,), (waiting,) = await tokens(api, 1, at_mint=True), await tokens(api, 1)
    async with resolving(server) as resolver:
        known, path = (f"/01/{GTIN}/21/{token.code}" for token in (active, waiting))
        assert (await resolver.ask(known)).status == 307
        database = conn.info.dbname
        async with await psycopg.AsyncConnection.connect(server.dsn, dbname="postgres", autocommit=True) as other:
            await other.execute(f'ALTER DATABASE "{database}" ALLOW_CONNECTIONS false')
            end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'hallmint-resolver'"
            await other.execute(end)
            refused = await resolver.ask(path)
            assert (refused.status, refused.headers["Retry-After"]) == (503, "2")
            # Of a batch that is at hand, and active from its mint, nothing has to be asked.
            assert (await resolver.ask(known)).status == 307
            await other.execute(f'ALTER DATABASE "{database}" ALLOW_CONNECTIONS true')

        async def is_back() -> bool:
            return (await resolver.ask(path)).status == 307

        await until(is_back, 30, what="the resolver is back")


@pytest.mark.usefixtures("worker")
async def test_a_frozen_database_is_no_reason_to_wait(
    server: Installation, api: Api, conn: Conn, postgres: Server
) -> None:
    if postgres.embedded is None:
        pytest.skip("needs a PostgreSQL on this machine, to freeze it")
    (first, second) = await tokens(api, 2)
    async with resolving(server) as resolver:
        assert (await resolver.ask(f"/01/{GTIN}/21/{first.code}")).status == 307
        path = f"/01/{GTIN}/21/{second.code}"
        query = "SELECT pid FROM pg_stat_activity WHERE application_name = 'hallmint-resolver'"
        frozen = [pid for (pid,) in await (await conn.execute(query)).fetchall()]
        frozen.append(psutil.Process(frozen[0]).ppid())  # who would let new connections in
        for pid in frozen:
            os.kill(pid, signal.SIGSTOP)
        try:
            async with asyncio.timeout(8):
                answer = await resolver.ask(path)
                assert (answer.status, answer.headers["Retry-After"]) == (503, "2")
                assert (await resolver.ask("/healthz")).status == 200
        finally:
            for pid in frozen:
                os.kill(pid, signal.SIGCONT)

        async def is_back() -> bool:
            return (await resolver.ask(path)).status == 307

        await until(is_back, 30, what="the resolver is back")


@pytest.mark.parametrize(
    "sent", [b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /01/", b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"]
)
async def test_a_second_head_has_as_long_as_the_first(resolver: Resolver, sent: bytes) -> None:
    loop = asyncio.get_running_loop()
    reader, writer = await asyncio.open_connection("127.0.0.1", resolver.port)
    writer.write(sent)
    assert (await reader.readuntil(b"ok\n")).startswith(b"HTTP/1.1 200")
    begin = loop.time()
    if sent.endswith(b"\r\n\r\n"):
        writer.write(b"GET /01/")
    async with asyncio.timeout(14):
        assert await reader.read() == b""
    assert loop.time() - begin < 11
    writer.close()


async def test_a_client_that_reads_nothing_is_cut_off(resolver: Resolver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "SEND_SECONDS", 0.5)
    with socket.create_connection(("127.0.0.1", resolver.port)) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.setblocking(False)

        async def ask_on() -> None:
            while True:  # pages of errors that are never read
                asked = b"GET /01/x HTTP/1.1\r\nHost: id.acme.example\r\n\r\n" * 100
                await asyncio.get_running_loop().sock_sendall(client, asked)

        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            await asyncio.wait_for(ask_on(), 20)
    assert (await resolver.ask("/healthz")).status == 200


CANARIES = ("203.0.113.77", "2001:db8:77:7777:7777:7777:7777:7777", "::ffff:198.51.100.77")


@pytest.mark.usefixtures("worker")
async def test_no_address_is_kept_anywhere(
    server: Installation, api: Api, conn: Conn, capfd: pytest.CaptureFixture[str]
) -> None:
    batch = await api.ended((await api.submit(1, at_mint=True)).batch_id)
    request = minting_service_pb2.ListTokensRequest(batch_id=batch.batch_id)
    (token,) = (await api.minting.ListTokens(request, metadata=api.metadata)).tokens
    path = f"/01/{GTIN}/21/{token.code}"
    async with resolving(server, trusted_proxies=("127.0.0.1/32",)) as resolver:
        for address in CANARIES:
            assert (await resolver.ask(path, X_Forwarded_For=f"10.9.9.9, {address}")).status == 307
        assert (await resolver.ask(path, X_Forwarded_For="203.0.113.78", DNT="1")).status == 307
    async with resolving(server) as resolver:  # where the header is anybody's
        assert (await resolver.ask(path, X_Forwarded_For="203.0.113.79")).status == 307
    found = await conn.execute("SELECT prefix::text FROM scans ORDER BY at")
    assert [row[0] for row in await found.fetchall()] == [
        "203.0.113.0/24",
        "2001:db8::/40",
        "198.51.100.0/24",
        "127.0.0.0/24",
    ]
    tables = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"
    kept = [*capfd.readouterr()]
    for (table,) in await (await conn.execute(tables)).fetchall():
        rows = await (await conn.execute(f"SELECT t::text FROM {table} t".encode())).fetchall()
        kept += [row[0] for row in rows]
    kept += [file.read_text("latin-1") for file in (server.home / "spool").rglob("*") if file.is_file()]
    for part in ("203.0.113.7", "7777", "198.51.100.77", "10.9.9.9"):
        assert not [text for text in kept if part in text]
