"""Prometheus metrics of one program, at /metrics on a port of their own.

No label holds a brand, code, product, credential or peer. Each value of a label is a series that is kept for as long as the
program runs, so values that callers choose would fill the memory; and metrics are read, stored and shared without the
protection that a brand's data has.
"""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from psycopg_pool import AsyncConnectionPool

from hallmint_server.db.errors import reason_of

log = structlog.get_logger()

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_QUEUE_WAIT_SECONDS = 3.0

QueueQuery = Callable[[], Awaitable[Mapping[tuple[str, str], int]]]
"""Counts jobs by kind and state (jobs/queue.py)."""


class Metrics:
    """The metrics of one program, in a registry of its own: two programs in one process (tests) do not add up."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.rpc_seconds = Histogram(
            "hallmint_rpc_seconds",
            "Time from a call's arrival to its end, by method and gRPC code; of a stream, its whole life.",
            ["method", "code"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.rpc_in_flight = Gauge("hallmint_rpc_in_flight", "Calls and streams that run.", registry=self.registry)
        self.authentication_failures = Counter(
            "hallmint_authentication_failures",
            "Calls refused for their credential.",
            ["reason"],
            registry=self.registry,
        )
        self.cycle_seconds = Histogram(
            "hallmint_cycle_seconds",
            "Time of a worker's processing cycle, from its start to its commit or failure.",
            ["kind"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.tokens_minted = Counter(
            "hallmint_tokens_minted", "Tokens that this worker has committed.", registry=self.registry
        )
        self.units_exported = Counter(
            "hallmint_units_exported", "Units of packs that this worker has published.", registry=self.registry
        )
        self.exports_completed = Counter(
            "hallmint_exports_completed", "Exports that this worker has completed.", registry=self.registry
        )

    def watch_pool(self, pool: AsyncConnectionPool[Any]) -> None:
        """Show the database pool. Once for each Metrics."""
        for name, key, meaning in (
            ("hallmint_pool_connections", "pool_size", "Database connections, in use or not."),
            ("hallmint_pool_connections_free", "pool_available", "Database connections that nobody uses."),
            ("hallmint_pool_connections_most", "pool_max", "Most database connections that may be open."),
            ("hallmint_pool_waiting", "requests_waiting", "Calls that wait for a database connection."),
        ):
            Gauge(name, meaning, registry=self.registry).set_function(partial(_pool_value, pool, key))

    def watch_queue(self, query: QueueQuery, *, fresh_seconds: float = 5.0) -> None:
        """Show the queue, which `query` counts on this event loop: on a scrape, and again after `fresh_seconds` at the
        earliest. Once for each Metrics.

        While it cannot be counted the series is missing: an old number would look like a true one.
        """
        self.registry.register(_Queue(query, asyncio.get_running_loop(), fresh_seconds))


def _pool_value(pool: AsyncConnectionPool[Any], key: str) -> int:
    return pool.get_stats().get(key, 0)


class _Queue(Collector):
    """Asked by the listener's threads."""

    def __init__(self, query: QueueQuery, loop: asyncio.AbstractEventLoop, fresh_seconds: float) -> None:
        self._query = query
        self._fresh_seconds = fresh_seconds
        self._loop = loop
        self._lock = threading.Lock()
        self._found: Mapping[tuple[str, str], int] = {}
        self._until = 0.0

    def describe(self) -> Iterator[GaugeMetricFamily]:
        yield self._family()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        family = self._family()
        for (kind, state), jobs in self._count().items():
            family.add_metric([kind, state], jobs)
        yield family

    @staticmethod
    def _family() -> GaugeMetricFamily:
        return GaugeMetricFamily(
            "hallmint_queue_jobs", "Jobs that have not ended, in the whole installation.", labels=["kind", "state"]
        )

    def _count(self) -> Mapping[tuple[str, str], int]:
        with self._lock:
            if time.monotonic() >= self._until:
                self._found = self._ask()
                self._until = time.monotonic() + self._fresh_seconds
            return self._found

    def _ask(self) -> Mapping[tuple[str, str], int]:
        try:
            return asyncio.run_coroutine_threadsafe(self._bounded(), self._loop).result(2 * _QUEUE_WAIT_SECONDS)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other metrics are still worth showing
            log.warning("the queue is not counted", error=reason_of(error))
            return {}

    async def _bounded(self) -> Mapping[tuple[str, str], int]:
        async with asyncio.timeout(_QUEUE_WAIT_SECONDS):
            return await self._query()


@contextmanager
def exposed(metrics: Metrics, address: str, port: int) -> Iterator[int]:
    """Serve /metrics over HTTP in threads of its own, until the block ends; yields the port, a free one for 0.

    ValueError where the port cannot be bound.
    """
    try:
        server, thread = start_http_server(port, address, metrics.registry)
    except OSError as error:
        raise ValueError(
            f"{address}:{port} cannot be bound for metrics ({error.strerror}); set HALLMINT_METRICS_PORT to another port"
        ) from None
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
