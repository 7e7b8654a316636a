"""Prometheus metrics of one process, at /metrics on a port of its own.

No label holds anything that a request says: no host, path, code, GTIN, brand, address or user agent. Each value of a label is a
series that is kept for as long as the process runs, and metrics are read and shared without the protection that scans have.
The numbers are counted where things happen, as plain integers; they become metrics only when somebody asks.
"""

import asyncio
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from itertools import accumulate
from typing import TypeVar

import structlog
from prometheus_client import CollectorRegistry, MetricsHandler, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from hallmint_resolver.finder import Finder
from hallmint_resolver.protocol import Server
from hallmint_resolver.recorder import Recorder
from hallmint_resolver.store import Store
from hallmint_resolver.tally import BOUNDS, Tally

log = structlog.get_logger()

_PREFIX = "hallmint_resolver_"
_Label = TypeVar("_Label", bound=str)
_LES = (*map(str, BOUNDS), "+Inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where the numbers are. The listener's threads read them, and change none."""

    tally: Tally
    server: Server
    store: Store
    finder: Finder
    recorder: Recorder
    is_ready: Callable[[], bool]
    renewed_seconds: Callable[[], float]


class Metrics(Collector):
    """What the sources say, made anew for each scrape."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self.registry = CollectorRegistry(auto_describe=True)
        ProcessCollector(registry=self.registry)
        self.registry.register(self)

    def collect(self) -> Iterator[Metric]:
        """Every metric but those of the process."""
        of = self._sources
        telemetry = of.recorder.telemetry
        yield _answers(of.tally)
        yield _gauge("connections", "Connections that are open.", len(of.server.connections))
        yield _counts(
            "connections_cut",
            "Connections that were ended for a head that did not come in time, or an answer that nobody took.",
            "reason",
            of.tally.cut,
        )
        yield _counts("visits", "Visits to default links, by class of visitor.", "traffic", of.recorder.visits)
        yield _counts(
            "scans", "Visits of persons that are recorded, by what became of them.", "outcome", of.recorder.scans
        )
        yield _count("activations", "Tokens that this process activated.", of.store.activated)
        yield _count(
            "visits_dropped",
            "Visits that will not be in the database: buffer or spool were full, or the database refused them.",
            telemetry.dropped,
        )
        yield _gauge("scans_buffered", "Scans in memory that wait for the next load.", telemetry.buffered)
        yield from _spool(of.recorder)
        yield _gauge("ready", "1 once hosts and keys were read; until then every scan is refused.", of.is_ready())
        yield _gauge(
            "renewed_seconds", "Since hosts and keys were read, or since the start before that.", of.renewed_seconds()
        )
        yield _gauge(
            "keys_missing", "Code keys that the database knows and this process has not.", len(of.finder.keys.faults)
        )


def _answers(tally: Tally) -> Metric:
    family = HistogramMetricFamily(
        f"{_PREFIX}answer_seconds",
        "Time from the head of a request to the answer, by what the answer is and its status.",
        labels=["kind", "code"],
    )
    for (kind, status), series in list(tally.answers.items()):
        buckets = list(zip(_LES, accumulate(list(series.buckets)), strict=True))
        family.add_metric([kind.value, str(status)], buckets, series.seconds)
    return family


def _spool(recorder: Recorder) -> Iterator[Metric]:
    """The folder is looked at. Where it cannot be, its series are missing: an old number would look like a true one."""
    spool = recorder.telemetry.spool
    try:
        waiting, used = spool.look()
    except OSError as error:
        log.warning("the spool is not counted", error=type(error).__name__)
        return
    yield _gauge("spool_loads", "Loads that wait on disk for their database, those of other processes too.", waiting)
    yield _gauge("spool_bytes", "What the spool's folder takes on disk, of all processes that share it.", used)
    yield _gauge("spool_bytes_most", "Most that it may take.", spool.max_bytes)


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(_PREFIX + name, meaning, value=value)


def _count(name: str, meaning: str, value: int) -> Metric:
    return CounterMetricFamily(_PREFIX + name, meaning, value=value)


def _counts(name: str, meaning: str, label: str, values: Mapping[_Label, int]) -> Metric:
    family = CounterMetricFamily(_PREFIX + name, meaning, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


class _Handler(MetricsHandler):
    timeout = 10.0
    """Seconds that whoever connects may be silent."""


class _Listener(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """In place of a traceback with the client's address."""
        del request, client_address
        log.warning("not scraped", error=type(sys.exception()).__name__)


@asynccontextmanager
async def exposed(sources: Sources, listener: socket.socket) -> AsyncIterator[None]:
    """Serve /metrics on a socket of `app.metric_listeners` in threads of its own, until the context ends."""
    handler = _Handler.factory(Metrics(sources).registry)
    server = _Listener(listener.getsockname()[:2], handler, bind_and_activate=False)
    server.socket.close()
    server.socket = listener
    thread = threading.Thread(target=server.serve_forever, name="metrics", daemon=True)
    thread.start()
    try:
        yield
    finally:
        await asyncio.to_thread(server.shutdown)
        server.server_close()
        thread.join()
