"""The front proxy of docs/operate/nginx.conf: a real nginx, asked over real HTTP/2, before a real resolver."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from hallmint_resolver.protocol import FIELD_MOST, HEAD_SECONDS, IDLE_SECONDS
from tests.support.api import GTIN, Api
from tests.support.installation import Installation, free_port
from tests.support.nginx import CONFIGURATION, OTHER_HOST, Nginx, RefusedError, has_ipv6, missing, proxying
from tests.support.resolver import HOST, PHONE, resolving, tokens

Conn = psycopg.AsyncConnection[Any]
PROXY = ("127.0.0.1/32",)
FORGED = "203.0.113.9"
VISITOR = "127.0.7.9"  # every address of 127.0.0.0/8 is this machine's on Linux

MISSING = missing()

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)


@pytest.fixture
async def nginx(server: Installation, api: Api, worker: None, tmp_path: Path) -> AsyncIterator[Nginx]:
    """An nginx before a resolver that answers for both of its hosts."""
    del api, worker
    async with (
        resolving(server, trusted_proxies=PROXY, resolver_hosts=(OTHER_HOST,)) as resolver,
        proxying(tmp_path / "nginx", resolver.port) as made,
    ):
        yield made


async def scalar(conn: Conn, query: str) -> Any:
    return (await (await conn.execute(query)).fetchone() or (None,))[0]


async def test_a_scan_over_http_2_activates_and_leads_to_the_page(api: Api, conn: Conn, nginx: Nginx) -> None:
    first, second = await tokens(api, 2)
    path = f"/01/{GTIN}/21/{first.code}"
    scan = await nginx.ask(f"{path}?utm=a%20b")
    assert (scan.version, scan.status) == ("HTTP/2", 307)
    assert scan.headers["Location"] == f"https://{HOST}/p{path}?utm=a%20b"
    assert scan.headers["Strict-Transport-Security"] == "max-age=63072000"
    assert await scalar(conn, "SELECT array_agg(status ORDER BY seq) FROM tokens") == [2, 1]
    page = await nginx.ask(f"/p{path}")
    assert (page.version, page.status) == ("HTTP/2", 200)
    assert first.code[-4:] in page.body.decode()
    old = await nginx.ask(f"/01/{GTIN}/21/{second.code}", "--http1.1", "--tls-max", "1.2")
    assert (old.version, old.status) == ("HTTP/1.1", 307)
    with pytest.raises(RefusedError):
        await nginx.ask(path, "--tlsv1.0", "--tls-max", "1.1", "--ciphers", "ALL:@SECLEVEL=0")


async def test_the_button_works_through_it(api: Api, conn: Conn, nginx: Nginx) -> None:
    await api.ask_before_activation()
    (token,) = await tokens(api, 1)
    path = f"/01/{GTIN}/21/{token.code}"
    assert (await nginx.ask(path)).status == 307
    form = ("--request", "POST", "--data", "")
    refused = await nginx.ask(f"/p{path}", *form, "--header", "Origin: https://evil.example")
    assert refused.status == 403
    done = await nginx.ask(f"/p{path}", *form, "--header", f"Origin: https://{HOST}")
    assert (done.status, done.headers["Location"]) == (303, f"/p{path}")
    assert await scalar(conn, "SELECT count(*) FROM tokens WHERE status = 2") == 1


@pytest.mark.usefixtures("worker")
async def test_scans_are_of_the_address_that_the_proxy_saw(
    server: Installation, api: Api, conn: Conn, tmp_path: Path
) -> None:
    (token,) = await tokens(api, 1)
    path = f"/01/{GTIN}/21/{token.code}"
    forged = [
        f"X-Forwarded-For: {FORGED}",
        f"Forwarded: for={FORGED}",
        f"X-Real-IP: {FORGED}",
        f"X_Forwarded_For: {FORGED}",
    ]
    headers = [part for line in (*forged, forged[0]) for part in ("--header", line)]
    async with (
        resolving(server, trusted_proxies=PROXY) as resolver,
        proxying(tmp_path / "nginx", resolver.port) as nginx,
    ):
        await nginx.ask(path, *headers)
        await nginx.ask(path, *headers, "--interface", VISITOR)
        if has_ipv6():
            await nginx.ask(path, *headers, at="[::1]")
    found = await scalar(conn, "SELECT array_agg(prefix::text ORDER BY prefix) FROM scans")
    assert found == ["127.0.0.0/24", "127.0.7.0/24", *(["::/40"] if has_ipv6() else [])]


async def test_other_hosts_are_refused(nginx: Nginx) -> None:
    with pytest.raises(RefusedError, match="35"):  # curl: a TLS handshake that failed
        await nginx.ask("/", "--insecure", host="evil.example")
    with pytest.raises(RefusedError, match="35"):  # nor without any name
        await nginx.ask("/", "--insecure", host="127.0.0.1")
    # Under a certificate that is ours, it is the resolver that knows its hosts.
    for version in ("--http2", "--http1.1"):
        assert (await nginx.ask(f"/01/{GTIN}", version, "--header", "Host: evil.example")).status == 421
    assert (await nginx.ask(f"/01/{GTIN}", scheme="http", host="evil.example")).status == 421
    # Each host of ours has its own certificate, which curl verified.
    for host in (HOST, OTHER_HOST):
        about = await nginx.ask("/.well-known/gs1resolver", host=host)
        assert (about.status, f"https://{host}" in about.body.decode()) == (200, True)


async def test_plain_http_leads_to_tls_with_path_and_query_as_they_came(nginx: Nginx) -> None:
    path = f"/01/{GTIN}/10/A%2fb%2F/21/X?linkType=gs1:pip&a=%20+//../b"
    for host in (HOST, OTHER_HOST):
        moved = await nginx.ask(path, "--http1.1", scheme="http", host=host)
        assert (moved.status, moved.headers["Location"]) == (307, f"https://{host}{path}")


@pytest.mark.parametrize("version", ["--http2", "--http1.1"])
async def test_bodies_and_large_heads_are_refused(api: Api, nginx: Nginx, version: str) -> None:
    (token,) = await tokens(api, 1, at_mint=True)
    path = f"/01/{GTIN}/21/{token.code}"
    for body in ("x", "x" * 100, "x" * 100_000):
        for method, target in (("GET", path), ("POST", f"/p{path}")):
            asked = await nginx.ask(target, version, "--request", method, "--data-binary", body)
            assert asked.status in (400, 413), (method, len(body))
    # Of a length that nobody says.
    asked = await nginx.ask(path, version, "--header", "Transfer-Encoding: chunked", "--data-binary", "x" * 100)
    assert asked.status in (400, 413)
    cookie = ("--header", f"Cookie: c={'c' * 15_000}")
    assert (await nginx.ask(path, version, *cookie)).status == 307  # as browsers send them
    assert (await nginx.ask(f"{path}?{'q' * 5_000}", version)).status == 400  # the resolver's own word
    for target, *header in (
        (f"{path}?{'q' * 20_000}",),
        # HTTP/2 packs a "c" into five bits, and nginx counts what is packed; 20,000 of them are the resolver's to refuse.
        (path, "--header", f"Cookie: {'c' * 40_000}"),
        (path, "--header", f"X-Large: {'c' * 20_000}"),
    ):
        try:
            assert (await nginx.ask(target, version, *header)).status in (400, 414)
        except RefusedError:
            assert version == "--http2"  # where nginx ends the connection without an answer
    assert (await nginx.ask(path, version)).status == 307


@asynccontextmanager
async def listener() -> AsyncIterator[tuple[int, list[list[bytes]]]]:
    """A port, and of each connection that came there the heads of its requests."""
    connections: list[list[bytes]] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append([])
        heads = connections[-1]
        try:
            while True:
                heads.append(await reader.readuntil(b"\r\n\r\n"))
                writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        except asyncio.IncompleteReadError:
            writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as made:
        yield made.sockets[0].getsockname()[1], connections


async def test_the_resolver_is_asked_what_was_asked(tmp_path: Path) -> None:
    paths = [f"/01/{GTIN}/10/A%2fb%2F%2E%2e/21/x%C3%A9%25", "//t//x/../y/./z;a=b?c=d?e=%2F+%20", "/%7Et/?"]
    async with listener() as (port, connections), proxying(tmp_path / "nginx", port) as nginx:
        for path in paths:
            await nginx.ask(path, "--header", "Cookie: a=b", "--header", f"X-Forwarded-For: {FORGED}")
        await nginx.ask("/", host=OTHER_HOST)
    lines = [head.decode().split("\r\n") for heads in connections for head in heads]
    assert [first for first, *_ in lines] == [f"GET {path} HTTP/1.1" for path in (*paths, "/")]
    fields = [dict(line.split(": ", 1) for line in rest if line) for _, *rest in lines]
    assert [each.pop("Host") for each in fields] == [HOST] * 3 + [OTHER_HOST]
    assert fields == [{"X-Forwarded-For": "127.0.0.1", "user-agent": PHONE, "accept": "*/*"}] * 4


async def test_connections_to_the_resolver_are_kept(tmp_path: Path) -> None:
    async with listener() as (port, connections), proxying(tmp_path / "nginx", port) as nginx:
        # By one client, and so by one of nginx's processes, which have connections of their own.
        await nginx.curl(*(f"https://{HOST}/{n}" for n in range(5)))
    assert [len(heads) for heads in connections] == [5]


async def test_nothing_of_a_visit_is_in_a_log(tmp_path: Path) -> None:
    traces = ["V7JX8KY9MZAN0BP1", VISITOR, "Mobile/15E148", "canary", "GET", "client"]

    async def visit(nginx: Nginx) -> str:
        from_there = ("--interface", VISITOR)
        await nginx.ask(f"/01/{GTIN}/21/{traces[0]}?canary", *from_there)
        await nginx.ask(f"/preview/{traces[0]}", *from_there)
        await nginx.ask(f"/{traces[0]}", *from_there, "--http1.1", "--header", f"X-Canary: {'c' * 20_000}")
        await nginx.ask(f"/{traces[0]}", *from_there, "--data", "canary")
        await nginx.ask(f"/{traces[0]}", *from_there, scheme="http")
        with pytest.raises(RefusedError):
            await nginx.ask("/", *from_there, host="canary.example")
        return nginx.log

    # No resolver is there: what nginx would say most about.
    async with proxying(tmp_path / "nginx", free_port()) as nginx:
        said = await visit(nginx)
    assert "start worker processes" in said
    assert [trace for trace in traces if trace in said] == []
    # The check sees what it is for.
    talkative = CONFIGURATION.read_text().replace("error.log emerg", "error.log info")
    async with proxying(tmp_path / "talkative", free_port(), configuration=talkative) as nginx:
        assert traces[0] in await visit(nginx)


def test_its_limits_are_the_resolvers() -> None:
    text = CONFIGURATION.read_text()
    for name, seconds in (("client_header_timeout", HEAD_SECONDS), ("keepalive_timeout", IDLE_SECONDS)):
        assert f"    {name} {seconds:g}s;" in text
    assert f" {FIELD_MOST // 1024}k;" in text
    (idle,) = re.findall(r"^ {8}keepalive_timeout (\d+)s;", text, re.MULTILINE)
    assert int(idle) < IDLE_SECONDS
