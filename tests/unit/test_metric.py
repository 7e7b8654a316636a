"""Metrics as Prometheus reads them: over HTTP."""

import asyncio
import urllib.error
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any
from uuid import UUID

import psycopg
import pytest
from prometheus_client import REGISTRY

from hallmint_server.db.pool import open_pool
from hallmint_server.jobs import queue
from hallmint_server.metric import Metrics, exposed
from mintcore import uuid7
from tests.support.installation import free_port
from tests.support.scrape import ADDRESS, Samples, labels, scrape


async def test_what_is_counted_is_read() -> None:
    metrics = Metrics()
    metrics.rpc_seconds.labels(method="/hallmint.v1.MintingService/SubmitMint", code="OK").observe(0.003)
    metrics.authentication_failures.labels(reason="CREDENTIAL_EXPIRED").inc()
    metrics.cycle_seconds.labels(kind="mint").observe(0.2)
    metrics.tokens_minted.inc(20_000)
    with metrics.rpc_in_flight.track_inprogress(), exposed(metrics, ADDRESS, 0) as port:
        found = await scrape(port)
    call = {"method": "/hallmint.v1.MintingService/SubmitMint", "code": "OK"}
    assert found["hallmint_rpc_seconds_count", labels(**call)] == 1
    assert found["hallmint_rpc_seconds_bucket", labels(le="0.0025", **call)] == 0
    assert found["hallmint_rpc_seconds_bucket", labels(le="0.005", **call)] == 1
    assert {"0.001", "60.0", "+Inf"} <= {
        dict(key)["le"] for name, key in found if name == "hallmint_rpc_seconds_bucket"
    }
    assert found["hallmint_rpc_in_flight", ()] == 1
    assert found["hallmint_authentication_failures_total", labels(reason="CREDENTIAL_EXPIRED")] == 1
    assert found["hallmint_cycle_seconds_sum", labels(kind="mint")] == 0.2
    assert found["hallmint_tokens_minted_total", ()] == 20_000
    assert found["process_resident_memory_bytes", ()] > 0


async def test_two_programs_in_one_process_do_not_add_up() -> None:
    first, second = Metrics(), Metrics()
    first.tokens_minted.inc()
    with exposed(first, ADDRESS, 0) as one, exposed(second, ADDRESS, 0) as two:
        assert (await scrape(one))["hallmint_tokens_minted_total", ()] == 1
        assert (await scrape(two))["hallmint_tokens_minted_total", ()] == 0
    assert not [metric.name for metric in REGISTRY.collect() if metric.name.startswith("hallmint")]


async def test_a_port_that_is_taken_is_said_and_a_listener_that_ended_is_gone() -> None:
    with exposed(Metrics(), ADDRESS, 0) as port:
        with pytest.raises(ValueError, match=f"{ADDRESS}:{port} .* HALLMINT_METRICS_PORT"), ExitStack() as stack:
            stack.enter_context(exposed(Metrics(), ADDRESS, port))
        assert await scrape(port)
    with pytest.raises(urllib.error.URLError):
        await scrape(port)
    with exposed(Metrics(), ADDRESS, port) as again:
        assert again == port


async def test_the_pool_is_shown(database_url: str) -> None:
    metrics = Metrics()
    async with open_pool(database_url, max_size=2) as pool:
        await pool.wait(20)
        metrics.watch_pool(pool)
        with exposed(metrics, ADDRESS, 0) as port:
            async with pool.connection():
                held = await scrape(port)
            free = await scrape(port)
    assert held["hallmint_pool_connections", ()] == 1
    assert (held["hallmint_pool_connections_free", ()], free["hallmint_pool_connections_free", ()]) == (0, 1)
    assert (held["hallmint_pool_connections_most", ()], held["hallmint_pool_waiting", ()]) == (2, 0)


async def insert_jobs(conn: psycopg.AsyncConnection[Any]) -> None:
    """Jobs of every kind of state."""
    brand = UUID(uuid7())
    await conn.execute(
        "INSERT INTO brands (brand_id, slug, name, gs1_ready, resolver_base_url) VALUES (%s, 'a', 'A', true, 'https://a.b')",
        (brand,),
    )
    for kind, state, not_before, lease_until in [
        ("mint", "ready", "-1 minute", None),
        ("mint", "ready", "-1 minute", "-1 second"),  # its worker died
        ("mint", "ready", "1 hour", None),
        ("mint", "ready", "-1 minute", "1 hour"),
        ("revoke", "ready", "-1 minute", "1 hour"),
        ("mint", "done", "-1 minute", None),
        ("revoke", "failed", "-1 minute", None),
    ]:
        await conn.execute(
            "INSERT INTO jobs (job_id, kind, brand_id, state, not_before, lease_until, worker, backend_pid)"
            " VALUES (%s, %s, %s, %s, now() + %s::interval, now() + %s::interval, 'w', 1)",
            (UUID(uuid7()), kind, brand, state, not_before, lease_until),
        )


def queue_of(samples: Samples) -> dict[tuple[str, str], float]:
    found = {dict(key)["kind"]: None for name, key in samples if name == "hallmint_queue_jobs"}
    states = ("waiting", "postponed", "running")
    return {(k, s): samples["hallmint_queue_jobs", labels(kind=k, state=s)] for k in found for s in states}


async def test_the_queue_is_counted_by_the_database(database_url: str, conn: psycopg.AsyncConnection[Any]) -> None:
    metrics = Metrics()
    metrics.watch_queue(lambda: queue.depth(database_url), fresh_seconds=0)
    nothing = {(kind, state): 0 for kind in ("mint", "revoke", "export") for state in queue.QueueState}
    with exposed(metrics, ADDRESS, 0) as port:
        assert queue_of(await scrape(port)) == nothing
        await insert_jobs(conn)
        assert queue_of(await scrape(port)) == nothing | {
            ("mint", "waiting"): 2,
            ("mint", "postponed"): 1,
            ("mint", "running"): 1,
            ("revoke", "running"): 1,
        }


async def test_many_scrapes_ask_the_database_once() -> None:
    metrics = Metrics()
    asked = []

    async def query() -> Mapping[tuple[str, str], int]:
        asked.append(1)
        return {("mint", "waiting"): len(asked), ("mint", "postponed"): 0, ("mint", "running"): 0}

    metrics.watch_queue(query, fresh_seconds=3600)
    with exposed(metrics, ADDRESS, 0) as port:
        for found in await asyncio.gather(*(scrape(port) for _ in range(5))):
            assert queue_of(found)["mint", "waiting"] == 1
    assert len(asked) == 1


async def test_a_queue_that_cannot_be_counted_is_missing_and_the_rest_is_there(database_url: str) -> None:
    metrics = Metrics()
    dsns = [database_url, f"postgresql://{ADDRESS}:{free_port()}/x"]
    metrics.watch_queue(lambda: queue.depth(dsns.pop(0)), fresh_seconds=0)
    with exposed(metrics, ADDRESS, 0) as port:
        assert queue_of(await scrape(port))
        found = await scrape(port)
    assert queue_of(found) == {}
    assert found["hallmint_tokens_minted_total", ()] == 0


async def test_no_label_says_who_or_what(database_url: str) -> None:
    metrics = Metrics()
    metrics.rpc_seconds.labels(method="/hallmint.v1.MintingService/SubmitMint", code="OK").observe(1)
    metrics.authentication_failures.labels(reason="CREDENTIAL_INVALID").inc()
    metrics.cycle_seconds.labels(kind="mint").observe(1)
    metrics.watch_queue(lambda: queue.depth(database_url))
    with exposed(metrics, ADDRESS, 0) as port:
        found = await scrape(port)
    used = {name for sample, key in found if sample.startswith("hallmint") for name, _ in key}
    assert used == {"method", "code", "reason", "kind", "state", "le"}
