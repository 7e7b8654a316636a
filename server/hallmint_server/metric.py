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
from typing import Any, Generic, TypeVar

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from psycopg_pool import AsyncConnectionPool

from hallmint_server.db.errors import reason_of

log = structlog.get_logger()

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_QUERY_WAIT_SECONDS = 3.0

_Found = TypeVar("_Found")
_Families = Callable[[_Found | None], Iterator[GaugeMetricFamily]]
QueueQuery = Callable[[], Awaitable[Mapping[tuple[str, str], int]]]
"""Counts jobs by kind and state (jobs/queue.py)."""
LogQuery = Callable[[], Awaitable[Mapping[str, float]]]
"""Figures of the log by the ends of their names, those of `_LOG_FIGURES` (log/store.py); what there is not yet is left out."""

_LOG_FIGURES = {
    "published_entries": "Entries of the log that a published checkpoint has.",
    "waiting_entries": "Entries that no published checkpoint has yet: above zero for long, and something is wrong.",
    "checkpoint_age_seconds": "Since the last checkpoint was published, by the database's clock. With nothing new it is old.",
}


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
        self.log_refusals = Counter(
            "hallmint_log_refusals",
            "Turns in which this worker refused to sign the log, or had too few cosignatures to publish it.",
            ["reason"],
            registry=self.registry,
        )
        # The names of witnesses are those of the operator's own policy, 15 at most.
        self.log_witness_failures = Counter(
            "hallmint_log_witness_failures",
            "Checkpoints that a witness of the policy did not cosign for this worker.",
            ["witness", "reason"],
            registry=self.registry,
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
        self._watch("the queue is not counted", query, _queue_families, fresh_seconds)

    def watch_log(self, query: LogQuery, *, fresh_seconds: float = 5.0) -> None:
        """Show the log of the whole installation, in the same way. Once for each Metrics."""
        self._watch("the log is not counted", query, _log_families, fresh_seconds)

    def _watch(
        self, words: str, query: Callable[[], Awaitable[_Found]], families: "_Families[_Found]", fresh_seconds: float
    ) -> None:
        self.registry.register(_Asked(words, query, families, asyncio.get_running_loop(), fresh_seconds))


def _pool_value(pool: AsyncConnectionPool[Any], key: str) -> int:
    return pool.get_stats().get(key, 0)


def _queue_families(found: Mapping[tuple[str, str], int] | None) -> Iterator[GaugeMetricFamily]:
    family = GaugeMetricFamily(
        "hallmint_queue_jobs", "Jobs that have not ended, in the whole installation.", labels=["kind", "state"]
    )
    for (kind, state), jobs in (found or {}).items():
        family.add_metric([kind, state], jobs)
    yield family


def _log_families(found: Mapping[str, float] | None) -> Iterator[GaugeMetricFamily]:
    for name, meaning in _LOG_FIGURES.items():
        yield GaugeMetricFamily(f"hallmint_log_{name}", meaning, value=(found or {}).get(name))


class _Asked(Collector, Generic[_Found]):
    """What a query finds. Asked by the listener's threads."""

    def __init__(
        self,
        words: str,
        query: Callable[[], Awaitable[_Found]],
        families: "_Families[_Found]",
        loop: asyncio.AbstractEventLoop,
        fresh_seconds: float,
    ) -> None:
        self._words = words
        self._query = query
        self._families = families
        self._fresh_seconds = fresh_seconds
        self._loop = loop
        self._lock = threading.Lock()
        self._found: _Found | None = None
        self._until = 0.0

    def describe(self) -> Iterator[GaugeMetricFamily]:
        yield from self._families(None)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield from self._families(self._look())

    def _look(self) -> _Found | None:
        with self._lock:
            if time.monotonic() >= self._until:
                self._found = self._ask()
                self._until = time.monotonic() + self._fresh_seconds
            return self._found

    def _ask(self) -> _Found | None:
        try:
            return asyncio.run_coroutine_threadsafe(self._bounded(), self._loop).result(2 * _QUERY_WAIT_SECONDS)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other metrics are still worth showing
            log.warning(self._words, error=reason_of(error))
            return None

    async def _bounded(self) -> _Found:
        async with asyncio.timeout(_QUERY_WAIT_SECONDS):
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
