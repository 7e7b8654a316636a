"""What people, machines and faults throw at the resolver."""

import asyncio
import random
from typing import Any

import psycopg
import pytest

from hallmint.v1 import minting_service_pb2
from tests.support.api import GTIN, Api
from tests.support.installation import Installation
from tests.support.resolver import HOST, PHONE, Resolver, resolving
from tests.support.wait import until

Conn = psycopg.AsyncConnection[Any]
SEED = 20_261_124
OURS = (f"Location: https://{HOST}/p/".encode(), b"Location: /p/")
HOSTILE = 3_000
PIECES = (
    *(
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "%00",
        "%0d%0aSet-Cookie:%20a=b",
        "\x1b[31m",
        "%c0%af",
        "..",
        "%2e%2e",
    ),
    *(
        "//evil.example",
        "\\evil.example",
        "http://evil.example/",
        "%",
        "%zz",
        "\u00e9",
        "A" * 3000,
        "?",
        "#",
        ";",
        "@",
        "21",
        "10",
    ),
    *(
        "javascript:alert(1)",
        "${jndi:ldap://evil}",
        "{{7*7}}",
        "%25%30%30",
        "\u202e",
        "01",
        GTIN,
        "t",
        "p",
        "linkType=linkset",
    ),
    *("linkType=%0d%0aX:1", "eh30", "AAAAAAAAAAAAAAAA", "\t", " ", "*", "/", "%2F", "&", "=", "gs1:pip", ".well-known"),
)


async def raw(port: int, sent: bytes, *, seconds: float = 10) -> bytes:
    """What a connection answers to bytes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(sent)
        async with asyncio.timeout(seconds):
            return await reader.read()
    finally:
        writer.close()


def hostile(source: random.Random) -> bytes:
    def pick(most: int) -> str:
        return "".join(source.choice((*PIECES, "/")) for _ in range(source.randint(1, most)))

    begin = source.choice(
        ("/", f"/01/{GTIN}/", f"/01/{GTIN}/21/", "/t/", "/p/01/", "/p/t/", f"/01/{GTIN}?", "", "http://a/")
    )
    method = source.choice(("GET", "GET", "GET", "HEAD", "OPTIONS", "POST", "TRACE", "CONNECT", "G\x00T"))
    host = source.choice((HOST, HOST, HOST, HOST.upper(), "evil.example", pick(2), ""))
    names = source.sample(
        ("User-Agent", "Accept", "Accept-Language", "Origin", "Referer", "X-Forwarded-For", "Cookie"), 3
    )
    extras = ("Transfer-Encoding: chunked", "Content-Length: 5", "Content-Length: 0\r\nContent-Length: 5", "Host: b")
    lines = [
        f"{method} {begin}{pick(5)} HTTP/1.1",
        f"Host: {host}",
        "Connection: close",
        *(f"{name}: {source.choice((PHONE, pick(3)))}" for name in names),
        *(extra for extra in extras if source.random() < 0.05),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogatepass")


@pytest.mark.timeout(240)
@pytest.mark.usefixtures("worker")
async def test_hostile_requests_are_refused_in_few_words(
    api: Api, resolver: Resolver, capfd: pytest.CaptureFixture[str]
) -> None:
    batch = await api.ended((await api.submit(1, at_mint=True)).batch_id)
    request = minting_service_pb2.ListTokensRequest(batch_id=batch.batch_id)
    (token,) = (await api.minting.ListTokens(request, metadata=api.metadata)).tokens
    source = random.Random(SEED)  # noqa: S311 - the same requests each time
    capfd.readouterr()
    for _ in range(HOSTILE // 50):
        sent = [hostile(source) for _ in range(50)]
        for question, answer in zip(sent, await asyncio.gather(*(raw(resolver.port, s) for s in sent)), strict=True):
            head, _, body = answer.partition(b"\r\n\r\n")
            assert not head or head.startswith((b"HTTP/1.1 2", b"HTTP/1.1 3", b"HTTP/1.1 4", b"HTTP/1.0 4")), question
            for line in head.split(b"\r\n"):
                # The query of a visitor goes along as it came; the host and path before it are ours.
                assert not line.lower().startswith(b"location:") or line.startswith(OURS), (question, line)
                assert not line.lower().startswith((b"set-cookie", b"x:")), question
            for piece in (b"<script>alert", b"{{7*7}}", b"Traceback", b"aiohttp", b"OR 1=1", b"evil"):
                assert piece not in body, (question, body)
    assert (await resolver.ask(f"/01/{GTIN}/21/{token.code}")).status == 307
    out, err = capfd.readouterr()
    for secret in ("Traceback", "evil", token.code, "alert(1)"):
        assert secret not in out + err


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
    batch = await api.ended((await api.submit(1, at_mint=True)).batch_id)
    request = minting_service_pb2.ListTokensRequest(batch_id=batch.batch_id)
    (token,) = (await api.minting.ListTokens(request, metadata=api.metadata)).tokens
    async with resolving(server) as resolver:
        path = f"/01/{GTIN}/21/{token.code}"
        assert (await resolver.ask(path)).status == 307
        database = conn.info.dbname
        async with await psycopg.AsyncConnection.connect(server.dsn, dbname="postgres", autocommit=True) as other:
            await other.execute(f'ALTER DATABASE "{database}" ALLOW_CONNECTIONS false')
            end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'hallmint-resolver'"
            await other.execute(end)
            refused = await resolver.ask(path)
            assert (refused.status, refused.headers["Retry-After"]) == (503, "2")
            await other.execute(f'ALTER DATABASE "{database}" ALLOW_CONNECTIONS true')

        async def is_back() -> bool:
            return (await resolver.ask(path)).status == 307

        await until(is_back, 30, what="the resolver is back")


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
    rows = await (await conn.execute("SELECT t::text FROM scans t")).fetchall()
    out, err = capfd.readouterr()
    kept = [*(row[0] for row in rows), out, err]
    kept += [file.read_text("latin-1") for file in (server.home / "spool").rglob("*") if file.is_file()]
    for part in ("203.0.113.7", "7777", "198.51.100.77", "10.9.9.9"):
        assert not [text for text in kept if part in text]
