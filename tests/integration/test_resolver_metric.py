"""Metrics of a resolver that runs, as Prometheus reads them, after scans that are known one by one."""

import asyncio
import socket
from collections import Counter
from pathlib import Path
from typing import Any

import psycopg
import pytest

from hallmint_resolver import protocol
from hallmint_resolver.answer import Kind
from hallmint_resolver.model import Outcome
from hallmint_resolver.tally import STATUSES
from hallmint_server.command import keyring_of
from tests.support.api import GTIN, Api
from tests.support.hostile import raw, storm
from tests.support.installation import Installation, free_port
from tests.support.resolver import HOST, resolving, tokens
from tests.support.scans import CLOSED_PORT, MIB
from tests.support.scrape import Samples, labels, scrape, text_of
from tests.support.wait import until

Conn = psycopg.AsyncConnection[Any]
BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
FORGED = "AAAAAAAAAAAAAAAA"


def by_label(found: Samples, name: str, label: str) -> dict[str, float]:
    """Values of a metric that are not 0, by a label."""
    named = {dict(key)[label]: value for (sample, key), value in found.items() if sample == f"hallmint_resolver_{name}"}
    return {value: number for value, number in named.items() if number}


def answers(found: Samples) -> dict[tuple[str, int], float]:
    """How many answers there were, by kind and status, but those that were none."""
    name = "hallmint_resolver_answer_seconds_count"
    named = {
        (dict(key)["kind"], int(dict(key)["code"])): value for (sample, key), value in found.items() if sample == name
    }
    return {key: number for key, number in named.items() if number}


def value(found: Samples, name: str) -> float:
    return found[f"hallmint_resolver_{name}", ()]


@pytest.mark.usefixtures("worker")
async def test_answers_scans_and_activations_are_counted_one_by_one(server: Installation, api: Api, conn: Conn) -> None:
    first, second, third = (f"/01/{GTIN}/21/{token.code}" for token in await tokens(api, 3))
    (active,) = (f"/01/{GTIN}/21/{token.code}" for token in await tokens(api, 1, at_mint=True))
    port = free_port()
    async with resolving(server, resolver_metrics_port=port) as resolver:
        before = await scrape(port)
        asked = [
            await resolver.ask(first),  # activates
            await resolver.ask(first),
            await resolver.ask(active),
            await resolver.ask(second, Sec_GPC="1"),  # activates, and is only counted
            await resolver.ask(third, Sec_Purpose="prefetch"),
            await resolver.ask(third, agent=BOT),
            await resolver.ask(third, agent="curl/8.10.1"),
            await resolver.ask(third, "HEAD"),
            await resolver.ask(f"/01/{GTIN}/21/{FORGED}"),
            await resolver.ask(f"/01/{GTIN}"),
            await resolver.ask(f"{first}?linkType=linkset"),
            await resolver.ask(f"/p{first}"),
            await resolver.ask(f"/p{first}", Accept="application/ld+json"),
            await resolver.ask(f"/p{first}", agent=BOT),
            await resolver.ask(f"/p{third}", "POST", Origin=f"https://{HOST}"),
            await resolver.ask(f"/p{third}", "POST", Origin="https://evil.example"),
            await resolver.ask(first, "OPTIONS"),
            await resolver.ask("/.well-known/gs1resolver"),
            await resolver.ask("/preview/none"),
            await resolver.ask("/nowhere"),
            await resolver.ask("/01/1"),
            await resolver.ask(first, "PUT"),
            await resolver.ask(first, host="other.example"),
            await resolver.ask("/readyz"),
        ]
        assert (await raw(resolver.port, b"GET  nonsense\r\n\r\n")).startswith(b"HTTP/1.1 400")
        found = await scrape(port)
    statuses = Counter(each.status for each in asked)
    statuses[400] += 1
    assert answers(found) == {
        ("redirect", 307): 8,
        ("card", 200): 2,
        ("linkset", 200): 1,
        ("page", 200): 2,
        ("page", 303): 1,
        ("other", 200): 1,
        ("other", 204): 1,
        ("health", 200): 1,
        ("later", 503): 1,
        ("not_found", 404): 1,
        ("not_found", 410): 1,
        ("refused", 400): 2,
        ("refused", 403): 1,
        ("refused", 405): 1,
        ("refused", 421): 1,
    }
    by_status: Counter[int] = Counter()
    for (_, status), number in answers(found).items():
        by_status[status] += int(number)
    assert by_status == statuses
    assert answers(before) == {}
    redirects = {"kind": "redirect", "code": "307"}
    assert found["hallmint_resolver_answer_seconds_bucket", labels(**redirects, le="+Inf")] == 8
    assert found["hallmint_resolver_answer_seconds_bucket", labels(**redirects, le="0.0005")] <= 8
    assert 0 < found["hallmint_resolver_answer_seconds_sum", labels(**redirects)] < 60
    assert by_label(found, "scans_total", "outcome") == {"activated": 1, "active": 2, "not_issued": 1, "product": 1}
    assert by_label(found, "visits_total", "traffic") == {"person": 6, "search": 1, "library": 1}
    (activated,) = await (await conn.execute("SELECT count(*) FROM unit_events")).fetchone() or (None,)
    assert value(found, "activations_total") == activated == 2
    (rows,) = await (await conn.execute("SELECT count(*) FROM scans")).fetchone() or (None,)
    assert rows == 5
    assert (value(found, "visits_dropped_total"), value(found, "keys_missing")) == (0, 0)
    assert 0 <= value(found, "renewed_seconds") < 60
    assert value(found, "connections") >= 1
    assert found["process_resident_memory_bytes", ()] > 0


@pytest.mark.usefixtures("worker")
async def test_what_the_log_answers_is_told_from_the_rest(server: Installation, api: Api) -> None:
    (token,) = await tokens(api, 1, at_mint=True)
    port = free_port()
    async with resolving(server, resolver_metrics_port=port) as resolver:
        asked: Counter[int] = Counter()

        async def ask(path: str, **headers: str) -> Any:
            answer = await resolver.ask(path, **headers)
            asked[answer.status] += 1
            return answer if answer.status != 503 else None

        proof = await until(lambda: ask(f"/proof/01/{GTIN}/21/{token.code}"), 20, what="a proof")
        await ask(f"/proof/01/{GTIN}/21/{token.code}", If_None_Match=proof.headers["ETag"])
        await ask("/checkpoint", If_None_Match="*")
        await ask("/tile/entries/000.p/1")
        await ask("/tile/0/000.p/2")
        await ask(f"/proof/01/{GTIN}/21/{FORGED}")
        found = answers(await scrape(port))
    assert asked[200] == 2
    wanted = {("log", 200): 2, ("log", 304): 2, ("not_found", 404): 2, ("later", 503): asked[503]}
    assert found == {key: number for key, number in wanted.items() if number}


@pytest.mark.usefixtures("worker")
async def test_scans_that_wait_and_scans_that_are_lost_are_shown(
    server: Installation, api: Api, tmp_path: Path
) -> None:
    (token,) = await tokens(api, 1, at_mint=True)
    port, spool = free_port(), tmp_path / "spool"
    away: dict[str, Any] = {"telemetry_database_url": CLOSED_PORT, "spool": spool, "spool_mib": 1}
    async with resolving(server, resolver_metrics_port=port, **away) as resolver:

        async def loads(wanted: int) -> Samples | None:
            found = await scrape(port)
            return found if value(found, "spool_loads") == wanted else None

        assert await loads(0)
        await resolver.ask(f"/01/{GTIN}/21/{token.code}")
        found = await until(lambda: loads(1), 20, what="a load in the spool")
        assert len(list(spool.glob("*.scans"))) == 1
        # A file of one block, and the lock of who writes there.
        assert (value(found, "spool_bytes"), value(found, "spool_bytes_most")) == (4096, MIB)
        assert (value(found, "visits_dropped_total"), value(found, "scans_buffered")) == (0, 0)
    (spool / "full.refused").write_bytes(b"x" * MIB)
    async with resolving(server, resolver_metrics_port=port, **away) as resolver:
        for _ in range(3):
            await resolver.ask(f"/01/{GTIN}/21/{token.code}")

        async def dropped() -> bool:
            return value(await scrape(port), "visits_dropped_total") == 3

        await until(dropped, 20, what="three visits that are lost")
        assert value(await scrape(port), "spool_bytes") == MIB + 4096


async def test_networks_that_ask_too_much_are_counted(server: Installation, api: Api) -> None:
    del api
    port = free_port()
    async with resolving(server, resolver_metrics_port=port, rate_per_prefix=1) as resolver:
        statuses = Counter([(await resolver.ask("/nowhere")).status for _ in range(40)])
        found = answers(await scrape(port))
    assert statuses[429] > 0
    assert found == {("not_found", 404): statuses[404], ("limited", 429): statuses[429]}


async def test_connections_that_are_ended_are_counted(
    server: Installation, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    del api
    port = free_port()
    async with resolving(server, resolver_metrics_port=port) as resolver:
        await resolver.ask("/healthz")
        monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.2)
        assert await raw(resolver.port, b"GET /01/") == b""
        assert await raw(resolver.port, b"") == b""
        assert by_label(await scrape(port), "connections_cut_total", "reason") == {"head": 2}
        monkeypatch.setattr(protocol, "SEND_SECONDS", 0.2)
        with socket.create_connection(("127.0.0.1", resolver.port)) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.setblocking(False)

            async def ask_on() -> None:
                while True:  # pages that are never read
                    asked = f"GET /01/x HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode() * 100
                    await asyncio.get_running_loop().sock_sendall(client, asked)

            with pytest.raises((ConnectionResetError, BrokenPipeError)):
                await asyncio.wait_for(ask_on(), 20)
        assert by_label(await scrape(port), "connections_cut_total", "reason") == {"head": 2, "send": 1}


async def test_a_key_that_is_missing_is_shown(server: Installation, api: Api, conn: Conn) -> None:
    del api
    port = free_port()
    await keyring_of(server.settings).add(conn)
    async with resolving(server, resolver_metrics_port=port) as resolver:
        assert value(await scrape(port), "keys_missing") == 0
        (server.home / "resolver-keys" / "code-key-derived-2.hex").unlink()
        await resolver.app._read()  # noqa: SLF001 - it would in 20 s
        assert value(await scrape(port), "keys_missing") == 1
        assert (await resolver.ask(f"/01/{GTIN}/21/{FORGED}")).status == 503
        assert answers(await scrape(port)) == {("unavailable", 503): 1}


@pytest.mark.usefixtures("worker")
async def test_no_request_makes_a_series(server: Installation, api: Api) -> None:
    (token,) = await tokens(api, 1)
    port = free_port()
    async with resolving(server, resolver_metrics_port=port, trusted_proxies=("127.0.0.1/32",)) as resolver:
        before = {key for key in await scrape(port) if key[0].startswith("hallmint_")}
        await storm(resolver.port, 2_000)
        for number in range(50):
            name = f"evil{number}"
            await resolver.ask(
                f"/01/{GTIN}/21/{token.code}?{name}={name}", agent=f"{name}/1.0", X_Forwarded_For=f"203.0.{number}.9"
            )
            await resolver.ask(f"/{name}", host=f"{name}.example", accept_language=name, Accept=f"text/{name}")
            await resolver.ask(f"/01/{GTIN}/10/{name}", name.upper())
            await resolver.ask(f"/preview/{name}")
        after = await scrape(port)
        text = await asyncio.to_thread(text_of, port)
    assert {key for key in after if key[0].startswith("hallmint_")} == before
    assert sum(answers(after).values()) > 200
    values = {value for name, key in before for label, value in key if label != "le"}
    assert values == {
        *(str(status) for statuses in STATUSES.values() for status in statuses),
        *Kind,
        *Outcome,
        *("head", "send"),
        *("search", "preview", "ai", "monitor", "library", "scanner", "person"),
    }
    for word in ("evil", "acme", GTIN, token.code, "203.0", "127.0.0.1", "iPhone", "jndi"):
        assert word not in text
