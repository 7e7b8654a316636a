"""The gRPC server: binds its port at once, serves once the database, its schema and the code keys are as they must be."""

import asyncio
import sys

import grpc
import structlog
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_health.v1._async import HealthServicer  # what `health.aio` is, under the name that type checkers find
from grpc_reflection.v1alpha import reflection
from psycopg_pool import AsyncConnectionPool

from hallmint.v1 import (
    catalog_service_pb2,
    catalog_service_pb2_grpc,
    minting_service_pb2,
    minting_service_pb2_grpc,
)
from hallmint_server.catalog.service import CatalogService
from hallmint_server.db.errors import is_transient, reason_of
from hallmint_server.db.migrate import check_schema
from hallmint_server.db.pool import Connection, open_pool
from hallmint_server.keyring.file import KeyFolder
from hallmint_server.keyring.keyring import Keyring
from hallmint_server.minting.revocation import RevocationService
from hallmint_server.minting.service import MintingService
from hallmint_server.minting.watch import WatchHub
from hallmint_server.rpc.caller import Callers
from hallmint_server.rpc.catalog import CatalogServicer
from hallmint_server.rpc.interceptor import CallInterceptor
from hallmint_server.rpc.minting import MintingServicer
from hallmint_server.settings import Settings

log = structlog.get_logger()

SERVICES = (
    catalog_service_pb2.DESCRIPTOR.services_by_name["CatalogService"].full_name,
    minting_service_pb2.DESCRIPTOR.services_by_name["MintingService"].full_name,
)
_STOP_GRACE_SECONDS = 2.0
_RETRY_SECONDS = 1.0
_PROBE_SECONDS = 2.0
# Most bytes of a request: 1,000 token references or a product's attributes fit many times over.
_MESSAGE_MOST = 1024 * 1024


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Serve until `stop` is set.

    While the database is away every call is UNAVAILABLE with RetryInfo, and health says NOT_SERVING. Raises MigrationError,
    KeyFileError or ValueError where it cannot serve without an operator's doing.
    """
    dsn = settings.dsn()
    ready = asyncio.Event()
    keyring = Keyring(KeyFolder(settings.keys_folder, settings.code_keys))
    hub = WatchHub(dsn)
    checker = HealthServicer()
    async with open_pool(dsn, max_size=settings.pool_max) as pool:
        catalog = CatalogService(pool, default_base_url=settings.resolver_base_url)
        callers = Callers(catalog, dev=settings.dev)
        minting = MintingServicer(
            MintingService(pool, keyring),
            RevocationService(pool, keyring),
            callers,
            hub,
            heartbeat_seconds=settings.heartbeat_seconds,
        )
        server = grpc.aio.server(
            interceptors=[CallInterceptor(ready)],
            options=[("grpc.max_receive_message_length", _MESSAGE_MOST), ("grpc.so_reuseport", 0)],
        )
        catalog_service_pb2_grpc.add_CatalogServiceServicer_to_server(CatalogServicer(catalog, callers), server)
        minting_service_pb2_grpc.add_MintingServiceServicer_to_server(minting, server)
        health_pb2_grpc.add_HealthServicer_to_server(checker, server)
        if settings.reflection:
            reflection.enable_server_reflection((*SERVICES, health.SERVICE_NAME, reflection.SERVICE_NAME), server)
        await _set_health(checker, serving=False)
        port = _bind(server, settings)
        await server.start()
        log.info("listening", address=settings.grpc_address, port=port, dev=settings.dev)
        tasks = [asyncio.create_task(w) for w in (_open(pool, keyring), stop.wait(), hub.run())]
        opening, stopping = tasks[:2]
        try:
            await asyncio.wait((opening, stopping), return_when=asyncio.FIRST_COMPLETED)
            if opening.done():
                opening.result()
                ready.set()
                await _set_health(checker, serving=True)
                # For programs that wait for this one, at whatever level it logs.
                sys.stdout.write(f"serving {settings.grpc_address}:{port}\n")
                sys.stdout.flush()
                tasks.append(asyncio.create_task(_probe(pool, checker)))
                await stopping
        finally:
            await _set_health(checker, serving=False)
            await server.stop(_STOP_GRACE_SECONDS)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        log.info("stopped")


def _bind(server: grpc.aio.Server, settings: Settings) -> int:
    host = f"[{settings.grpc_address}]" if ":" in settings.grpc_address else settings.grpc_address
    try:
        port = server.add_insecure_port(f"{host}:{settings.grpc_port}")
    except RuntimeError:
        port = 0
    if port == 0:
        raise ValueError(
            f"{host}:{settings.grpc_port} is taken or cannot be bound; set HALLMINT_GRPC_PORT to another port"
        )
    return port


async def _open(pool: AsyncConnectionPool[Connection], keyring: Keyring) -> None:
    """Wait for the database; then check its schema and the code keys."""
    while True:
        try:
            async with pool.connection() as conn:
                await check_schema(conn)
                await keyring.open(conn)
                return
        except Exception as error:
            if not is_transient(error):
                raise
            log.warning("waiting for the database", error=reason_of(error))
        await asyncio.sleep(_RETRY_SECONDS)


async def _probe(pool: AsyncConnectionPool[Connection], checker: HealthServicer) -> None:
    """Say NOT_SERVING while the database is away, and SERVING when it is back."""
    while True:
        await asyncio.sleep(_PROBE_SECONDS)
        try:
            async with pool.connection() as conn:
                await conn.execute("SELECT 1")
        except Exception as error:  # noqa: BLE001 - whatever it is, calls would meet it too
            log.warning("the database does not answer", error=reason_of(error))
            await _set_health(checker, serving=False)
        else:
            await _set_health(checker, serving=True)


async def _set_health(checker: HealthServicer, *, serving: bool) -> None:
    status = health_pb2.HealthCheckResponse.SERVING if serving else health_pb2.HealthCheckResponse.NOT_SERVING
    for name in ("", *SERVICES):
        await checker.set(name, status)
