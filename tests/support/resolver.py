"""The resolver of a test: in this process, on a port of its own, with the keys of an installation."""

import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import aiohttp
from multidict import CIMultiDict
from psycopg_pool import AsyncConnectionPool
from yarl import URL

from hallmint.v1 import minting_service_pb2, token_pb2
from hallmint_resolver import metric
from hallmint_resolver.app import App, metric_listeners, running
from hallmint_resolver.finder import Finder
from hallmint_resolver.key import CodeKeys
from hallmint_resolver.protocol import Request, Server
from hallmint_resolver.recorder import Recorder
from hallmint_resolver.settings import Settings
from hallmint_resolver.store import Store
from hallmint_resolver.tally import Tally
from hallmint_resolver.telemetry.buffer import open_telemetry
from hallmint_resolver.telemetry.geo import Geo
from hallmint_server.command import connect, keyring_of
from hallmint_server.keyring.file import write_derived
from tests.support.api import Api
from tests.support.installation import Installation
from tests.support.scans import CLOSED_PORT, MIB

HOST = "id.acme.example"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Mobile/15E148 Safari/604.1"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A response, read to its end."""

    status: int
    headers: CIMultiDict[str]
    body: bytes

    @property
    def location(self) -> str:
        """Where it leads, without our own host."""
        return self.headers["Location"].removeprefix(f"https://{HOST}")

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass(frozen=True, slots=True)
class Resolver:
    """A resolver that runs."""

    app: App
    port: int
    session: aiohttp.ClientSession

    async def ask(
        self, path: str, method: str = "GET", *, host: str = HOST, agent: str = PHONE, **headers: str
    ) -> Answer:
        """Ask for a path as it stands; `accept_language` becomes Accept-Language. By a phone, if nothing else is said."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        url = URL(f"http://127.0.0.1:{self.port}{path}", encoded=True)
        sent = {"Host": host, **({"User-Agent": agent} if agent else {}), **named}
        skipped = () if agent else ("User-Agent",)
        async with self.session.request(
            method, url, headers=sent, allow_redirects=False, skip_auto_headers=skipped
        ) as response:
            return Answer(response.status, CIMultiDict(response.headers), await response.read())


async def export_keys(place: Installation) -> None:
    """As `hallmint-server keys export` does."""
    ring = keyring_of(place.settings)
    async with connect(place.settings) as conn:
        for record in await ring.records(conn):
            if record.state != "lost":
                write_derived(place.home / "resolver-keys", record.version, ring.key(record))


def settings_of(place: Installation, **options: object) -> Settings:
    """Settings of a resolver beside an installation."""
    return Settings.model_validate(
        {
            "database_url": place.dsn,
            "resolver_port": 0,
            "resolver_keys": place.home / "resolver-keys",
            "spool": place.home / "spool",
            "rate_per_prefix": 0,
            "geo_file": "none",
            **options,
        }
    )


@asynccontextmanager
async def resolving(
    place: Installation, *, clock: Callable[[], float] = time.time, by_address: bool = False, **options: object
) -> AsyncIterator[Resolver]:
    """A resolver that is ready; `by_address` also for who knows only where it listens. With `resolver_metrics_port` it has
    /metrics there.
    """
    await export_keys(place)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        if by_address:
            options["resolver_hosts"] = (f"127.0.0.1:{listener.getsockname()[1]}",)
        settings = settings_of(place, **options)
        (metrics,) = metric_listeners(settings)
        async with (
            running(settings, listener=listener, metrics=metrics, clock=clock) as app,
            aiohttp.ClientSession() as session,
        ):
            await app.ready.wait()
            yield Resolver(app, listener.getsockname()[1], session)


@asynccontextmanager
async def idle_metrics(folder: Path) -> AsyncIterator[metric.Metrics]:
    """Metrics of a resolver that nobody asks, and that has no database; its spool is in `folder`."""
    store = Store(AsyncConnectionPool("", open=False))

    async def handle(_: Request) -> NoReturn:
        raise NotImplementedError

    async with open_telemetry(CLOSED_PORT, folder, spool_bytes=MIB) as telemetry:
        yield metric.Metrics(
            metric.Sources(
                tally=Tally(),
                server=Server(handle),
                store=store,
                finder=Finder(store, CodeKeys((), ())),
                recorder=Recorder(telemetry, Geo("none")),
                is_ready=lambda: False,
                renewed_seconds=lambda: 7.5,
            )
        )


async def tokens(
    api: Api, quantity: int, *, at_mint: bool = False, lots: dict[str, int] | None = None
) -> list[token_pb2.Token]:
    """Mint a batch and list its tokens, at most 500. A worker runs."""
    batch = await api.ended((await api.submit(quantity, at_mint=at_mint, lots=lots)).batch_id)
    request = minting_service_pb2.ListTokensRequest(batch_id=batch.batch_id, page_size=500)
    return list((await api.minting.ListTokens(request, metadata=api.metadata)).tokens)


async def revoke(api: Api, token: token_pb2.Token) -> None:
    """Revoke one token."""
    refs = minting_service_pb2.TokenRefs(tokens=[token_pb2.TokenRef(url=token.resolver_url)])
    request = minting_service_pb2.RevokeTokensRequest(
        request_id="0195c0de-0000-7000-8000-000000000001", tokens=refs, reason="recalled"
    )
    await api.minting.RevokeTokens(request, metadata=api.metadata)
