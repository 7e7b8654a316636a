"""A process of the resolver: opens what it needs, listens, and keeps hosts and keys up to date."""

import asyncio
import contextlib
import gc
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from ipaddress import ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import psycopg
import structlog
from psycopg_pool import PoolTimeout

from hallmint_resolver.address import address_of
from hallmint_resolver.answer import NO_STORE, Answer, Kind, response
from hallmint_resolver.finder import Finder
from hallmint_resolver.key import CodeKeys, KeyFileError, read_keys
from hallmint_resolver.page import Pages
from hallmint_resolver.protocol import Request, Server
from hallmint_resolver.rate import Rate
from hallmint_resolver.recorder import open_recorder
from hallmint_resolver.resolver import Hosts, Resolver
from hallmint_resolver.settings import SettingError, Settings
from hallmint_resolver.store import Store, open_store
from hallmint_resolver.tally import Tally
from hallmint_resolver.telemetry.geo import Geo

log = structlog.get_logger()

_RENEW_SECONDS = 20.0
_BACKLOG = 1024


class App:
    """The resolver and what is around it: health, limits, and the address of who asks."""

    def __init__(self, settings: Settings, store: Store, resolver: Resolver, finder: Finder) -> None:
        self._settings = settings
        self._store = store
        self._resolver = resolver
        self._finder = finder
        self._proxies = tuple(ip_network(text) for text in settings.trusted_proxies)
        self._rate = Rate(settings.rate_per_prefix)
        self.ready = asyncio.Event()
        self._renewed_at = time.monotonic()

    async def handle(self, request: Request) -> Answer:
        """One request."""
        if request.target in ("/healthz", "/readyz") and request.method in ("GET", "HEAD") and not request.has_body:
            return self._health(request.target)
        address = address_of(request.peer, request.headers.getall("X-Forwarded-For", ()), self._proxies)
        if not self._rate.allows(address):
            return response(429, cache=NO_STORE, headers={"Retry-After": "1"})
        if not self.ready.is_set():
            return response(503, cache=NO_STORE, headers={"Retry-After": "2"})
        return await self._resolver.answer(request, address)

    def _health(self, path: str) -> Answer:
        if path == "/healthz" or self.ready.is_set():
            return response(200, cache=NO_STORE, body=b"ok\n", content_type="text/plain", kind=Kind.HEALTH)
        words = b"waiting for the database\n"
        return response(503, cache=NO_STORE, body=words, content_type="text/plain", kind=Kind.HEALTH)

    def renewed_seconds(self) -> float:
        """Since hosts and keys were read, or since the start where they never were."""
        return time.monotonic() - self._renewed_at

    async def renew(self) -> None:
        """Read hosts and keys anew, as long as the process runs. An error keeps what is there and is logged; the process is
        ready from the first success on.
        """
        while True:
            try:
                await self._read()
            except (psycopg.Error, PoolTimeout, KeyFileError) as error:
                words = str(error) if isinstance(error, KeyFileError) else type(error).__name__
                log.warning("not renewed", error=words)
            except Exception:
                # Hosts and keys would be frozen for good if this task ended.
                log.exception("not renewed")
            await asyncio.sleep(_RENEW_SECONDS if self.ready.is_set() else 1)

    async def _read(self) -> None:
        base_urls = {urlsplit(url).netloc: url for url in await self._store.base_urls()}
        for host in self._settings.resolver_hosts:
            # A host that no brand has is one of this machine, or of a proxy in front of it.
            base_urls.setdefault(
                host.lower(), f"{'http' if host.startswith('127.0.0.1') else 'https'}://{host.lower()}"
            )
        self._resolver.hosts = Hosts(base_urls=base_urls)
        known = await self._store.keys()
        self._finder.keys = await asyncio.to_thread(read_keys, self._settings.resolver_keys, known)
        for fault in self._finder.keys.faults:
            log.error("key missing", fault=fault)
        self._renewed_at = time.monotonic()
        self.ready.set()


@asynccontextmanager
async def open_geo(path: Path | Literal["none"] | None) -> AsyncIterator[Geo]:
    """Countries of addresses, as settings have it. Raises GeoFileError."""
    with contextlib.closing(await asyncio.to_thread(Geo, path)) as geo:
        yield geo


@asynccontextmanager
async def running(
    settings: Settings,
    *,
    listener: socket.socket,
    metrics: socket.socket | None = None,
    clock: Callable[[], float] = time.time,
) -> AsyncIterator[App]:
    """Serve on a socket that is bound, and /metrics on another. On leaving, requests that run are let end for 5 s and scans are
    written. `clock` tells whether previews have ended, in seconds since 1970.
    """
    dsn = settings.database_url.get_secret_value()
    async with (
        open_store(dsn, pool_max=settings.resolver_pool_max) as store,
        open_geo(settings.geo_file) as geo,
        open_recorder(settings, geo) as recorder,
    ):
        finder = Finder(store, CodeKeys((), ()))
        pages = Pages(store, geo, frame_ancestors=settings.resolver_frame_ancestors)
        resolver = Resolver(store, finder, Hosts(base_urls={}), recorder, pages, clock=clock)
        app = App(settings, store, resolver, finder)
        renewing = asyncio.create_task(app.renew())
        tally = Tally()
        server = Server(app.handle, tally if metrics is not None else None)
        loop = asyncio.get_running_loop()
        listening = await loop.create_server(server, sock=listener, backlog=_BACKLOG)
        async with contextlib.AsyncExitStack() as stack:
            if metrics is not None:
                from hallmint_resolver.metric import Sources, exposed

                sources = Sources(
                    tally=tally,
                    server=server,
                    store=store,
                    finder=finder,
                    recorder=recorder,
                    is_ready=app.ready.is_set,
                    renewed_seconds=app.renewed_seconds,
                )
                await stack.enter_async_context(exposed(sources, metrics))
            try:
                yield app
            finally:
                listening.close()
                await server.shutdown(5)
                renewing.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await renewing


def listeners(settings: Settings) -> list[socket.socket]:
    """Sockets that listen, one a process; the kernel shares connections of the port out to them. From here on what comes in
    waits for a process to accept it. Raises SettingError where the port is taken or cannot be bound.
    """
    host, port = settings.resolver_address, settings.resolver_port
    found: list[socket.socket] = []
    try:
        while len(found) < settings.resolver_processes:
            found.append(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM))
            found[-1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            # The first shares with nobody until it listens, and it begins every resolver: of two that start at once one has
            # the port and the other one is refused here, without a lock that somebody who died could leave behind.
            found[-1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, len(found) > 1)
            found[-1].bind((host, port))
            found[-1].listen(_BACKLOG)
            found[-1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, settings.resolver_processes > 1)
            found[-1].setblocking(False)
            port = found[0].getsockname()[1]
    except (OSError, UnicodeError) as error:
        for listener in found:
            listener.close()
        names = "HALLMINT_RESOLVER_ADDRESS, HALLMINT_RESOLVER_PORT"
        raise SettingError(f"{names}: {host}:{port} is taken or cannot be bound: {error}") from None
    return found


def metric_listeners(settings: Settings) -> list[socket.socket | None]:
    """Sockets of /metrics, one a process, on ports one after the other; None for each where it is off. Raises SettingError where
    one is taken or cannot be bound.
    """
    address, first = settings.resolver_metrics_address, settings.resolver_metrics_port
    if not first:
        return [None] * settings.resolver_processes
    found: list[socket.socket] = []
    for port in range(first, first + settings.resolver_processes):
        try:
            found.append(socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM))
            found[-1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            found[-1].bind((address, port))
            found[-1].listen()
        except (OSError, OverflowError, UnicodeError) as error:
            for listener in found:
                listener.close()
            names = "HALLMINT_RESOLVER_METRICS_ADDRESS, HALLMINT_RESOLVER_METRICS_PORT"
            raise SettingError(f"{names}: {address}:{port} is taken or cannot be bound: {error}") from None
    return [*found]


async def serve(
    settings: Settings, listener: socket.socket, metrics: socket.socket | None, *, until: Sequence[int] = ()
) -> None:
    """Serve on a socket of `listeners`, and /metrics on one of `metric_listeners`, until SIGTERM or SIGINT, or until one of some
    file descriptors can be read.
    """
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    for descriptor in until:
        asyncio.get_running_loop().add_reader(descriptor, stopped.set)
    host, port = listener.getsockname()[:2]
    async with running(settings, listener=listener, metrics=metrics):
        print(f"resolving {host}:{port}", flush=True)  # noqa: T201 - whoever picked port 0 reads it
        log.info("listening", address=host, port=port)
        # What was made so far lives as long as the process: the collector need not look at it again, 40 ms each time.
        gc.collect()
        gc.freeze()
        await stopped.wait()
    log.info("stopped")
