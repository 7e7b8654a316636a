"""The gRPC server: binds its port at once, serves once the database, its schema and the code keys are as they must be."""

import asyncio
import contextlib
import gc
from contextlib import AsyncExitStack

import grpc
import structlog
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_health.v1._async import HealthServicer  # what `health.aio` is, under the name that type checkers find
from grpc_reflection.v1alpha import reflection
from psycopg_pool import AsyncConnectionPool

from hallmint.v1 import (
    audit_service_pb2_grpc,
    brand_service_pb2_grpc,
    carrier_profile_service_pb2_grpc,
    catalog_service_pb2_grpc,
    content_service_pb2_grpc,
    credential_service_pb2_grpc,
    export_service_pb2_grpc,
    link_service_pb2_grpc,
    member_service_pb2_grpc,
    minting_service_pb2_grpc,
    production_service_pb2_grpc,
    scan_service_pb2_grpc,
    session_service_pb2_grpc,
    verification_service_pb2_grpc,
)
from hallmint_server.audit.service import AuditService
from hallmint_server.catalog.importing import ImportService
from hallmint_server.catalog.readiness import Schemas
from hallmint_server.catalog.service import CatalogService
from hallmint_server.catalog.store import known_fields
from hallmint_server.content.preview import PreviewService
from hallmint_server.content.service import ContentService
from hallmint_server.db.errors import is_transient, reason_of
from hallmint_server.db.migrate import check_schema
from hallmint_server.db.pool import Connection, Database, open_pool
from hallmint_server.exporting.opening import open_storage
from hallmint_server.exporting.pack_url import open_pack_urls
from hallmint_server.exporting.profile.service import CarrierProfileService
from hallmint_server.exporting.service import ExportService
from hallmint_server.keyring.file import KeyFolder
from hallmint_server.keyring.keyring import Keyring
from hallmint_server.link.service import LinkService
from hallmint_server.log.opening import public_key
from hallmint_server.metric import Metrics, exposed
from hallmint_server.minting.lookup import TokenLookup
from hallmint_server.minting.revocation import RevocationService
from hallmint_server.minting.service import MintingService
from hallmint_server.minting.watch import WatchHub
from hallmint_server.production.service import ProductionService
from hallmint_server.rpc.access import METHODS
from hallmint_server.rpc.audit import AuditServicer
from hallmint_server.rpc.brand import BrandServicer
from hallmint_server.rpc.carrier_profile import CarrierProfileServicer
from hallmint_server.rpc.catalog import CatalogServicer
from hallmint_server.rpc.content import ContentServicer
from hallmint_server.rpc.context import Interceptor
from hallmint_server.rpc.credential import CredentialServicer, SessionServicer
from hallmint_server.rpc.export import ExportServicer
from hallmint_server.rpc.interceptor import CallInterceptor, Gate
from hallmint_server.rpc.limit import CHANNEL_OPTIONS, CallLimit
from hallmint_server.rpc.link import LinkServicer
from hallmint_server.rpc.member import MemberServicer
from hallmint_server.rpc.minting import MintingServicer
from hallmint_server.rpc.production import ProductionServicer
from hallmint_server.rpc.scan import ScanServicer
from hallmint_server.rpc.transport import server_credentials
from hallmint_server.rpc.verification import VerificationServicer
from hallmint_server.scan.service import ScanService
from hallmint_server.settings import Settings
from hallmint_server.tenancy.authenticate import Authenticator
from hallmint_server.tenancy.brand_service import BrandService
from hallmint_server.tenancy.credential_service import CredentialService
from hallmint_server.tenancy.hash_key import HashKey
from hallmint_server.tenancy.member_service import MemberService
from hallmint_server.tenancy.throttle import Throttle
from hallmint_server.verification.anchor import AnchorService
from hallmint_server.verification.monitor import MonitorService
from hallmint_server.verification.service import VerificationService

log = structlog.get_logger()

SERVICES = tuple(sorted({f"hallmint.v1.{method.partition('/')[0]}" for method in METHODS}))
_STOP_GRACE_SECONDS = 2.0
_RETRY_SECONDS = 1.0
_PROBE_SECONDS = 2.0


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Serve until `stop` is set.

    While the database is away every call is UNAVAILABLE with RetryInfo, and health says NOT_SERVING. Raises MigrationError,
    KeyFileError or ValueError where it cannot serve without an operator's doing.
    """
    credentials = server_credentials(settings)
    dsn = settings.dsn()
    ready = asyncio.Event()
    keyring = Keyring(KeyFolder(settings.keys_folder, settings.code_keys))
    hash_key = HashKey(settings.keys_folder, settings.credential_key)
    hub = WatchHub(dsn)
    checker = HealthServicer()
    metrics = Metrics()
    async with AsyncExitStack() as stack:
        if settings.metrics_port:
            stack.enter_context(exposed(metrics, settings.metrics_address, settings.metrics_port))
        pool = await stack.enter_async_context(open_pool(dsn, max_size=settings.pool_max))
        metrics.watch_pool(pool)
        database = scans = Database(pool)
        if settings.telemetry_dsn() != dsn:
            scans = Database(await stack.enter_async_context(open_pool(settings.telemetry_dsn(), max_size=2)))
        gate = Gate(
            ready=ready,
            authenticator=Authenticator(database, hash_key, Throttle()),
            limit=CallLimit(calls=settings.concurrent_calls, streams=settings.concurrent_streams),
            metrics=metrics,
            call_seconds=settings.call_seconds,
        )
        server = make_server(CallInterceptor(gate))
        storage = stack.enter_context(contextlib.closing(open_storage(settings)))
        urls = await stack.enter_async_context(open_pack_urls(settings, database, storage))
        exports = ExportServicer(
            ExportService(database), storage, urls, hub, heartbeat_seconds=settings.heartbeat_seconds
        )
        export_service_pb2_grpc.add_ExportServiceServicer_to_server(exports, server)
        _add_services(server, settings, database, scans, keyring=keyring, hash_key=hash_key, hub=hub)
        health_pb2_grpc.add_HealthServicer_to_server(checker, server)
        if settings.reflection:
            reflection.enable_server_reflection((*SERVICES, health.SERVICE_NAME, reflection.SERVICE_NAME), server)
        await _set_health(checker, serving=False)
        port = _bind(server, settings, credentials)
        await server.start()
        log.info("listening", address=settings.grpc_address, port=port, tls=credentials is not None)
        tasks = [asyncio.create_task(w) for w in (_open(pool, keyring, hash_key), stop.wait(), hub.run())]
        opening, stopping = tasks[:2]
        try:
            await asyncio.wait((opening, stopping), return_when=asyncio.FIRST_COMPLETED)
            if opening.done():
                opening.result()
                ready.set()
                _freeze()
                await _set_health(checker, serving=True)
                # For programs that wait for this one, at whatever level it logs.
                print(f"serving {settings.grpc_address}:{port}", flush=True)  # noqa: T201
                tasks.append(asyncio.create_task(_probe(pool, checker)))
                await stopping
        finally:
            await _set_health(checker, serving=False)
            await server.stop(_STOP_GRACE_SECONDS)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        log.info("stopped")


def make_server(*interceptors: Interceptor) -> grpc.aio.Server:
    """A gRPC server without services yet, whose methods are found by their names alone.

    For each method that generated code registers, grpc.aio has a task that waits for a call of it, and at each call it looks at
    all those tasks: a sixth of what an empty call takes.
    """
    server = grpc.aio.server(interceptors=list(interceptors), options=CHANNEL_OPTIONS)
    server.add_registered_method_handlers = lambda *_: None  # type: ignore[attr-defined] # unknown to its stub
    return server


def _add_services(
    server: grpc.aio.Server,
    settings: Settings,
    database: Database,
    scans: Database,
    *,
    keyring: Keyring,
    hash_key: HashKey,
    hub: WatchHub,
) -> None:
    schemas = Schemas()
    brands = BrandService(database, hash_key, default_base_url=settings.resolver_base_url)
    credentials = CredentialService(database, hash_key)
    catalog = CatalogServicer(CatalogService(database, schemas), ImportService(database, schemas))
    minting_service = MintingService(database, keyring, schemas)
    minting = MintingServicer(
        minting_service,
        RevocationService(database, keyring),
        hub,
        heartbeat_seconds=settings.heartbeat_seconds,
    )
    brand_service_pb2_grpc.add_BrandServiceServicer_to_server(BrandServicer(brands), server)
    catalog_service_pb2_grpc.add_CatalogServiceServicer_to_server(catalog, server)
    content_service_pb2_grpc.add_ContentServiceServicer_to_server(
        ContentServicer(ContentService(database, known_fields), PreviewService(database, keyring)), server
    )
    production = ProductionServicer(ProductionService(database))
    production_service_pb2_grpc.add_ProductionServiceServicer_to_server(production, server)
    member_service_pb2_grpc.add_MemberServiceServicer_to_server(
        MemberServicer(MemberService(database, hash_key)), server
    )
    credential_service_pb2_grpc.add_CredentialServiceServicer_to_server(CredentialServicer(credentials), server)
    session_service_pb2_grpc.add_SessionServiceServicer_to_server(SessionServicer(credentials), server)
    audit_service_pb2_grpc.add_AuditServiceServicer_to_server(
        AuditServicer(AuditService(database), AnchorService(database)), server
    )
    minting_service_pb2_grpc.add_MintingServiceServicer_to_server(minting, server)
    link_service_pb2_grpc.add_LinkServiceServicer_to_server(
        LinkServicer(LinkService(database), minting_service), server
    )
    profiles = CarrierProfileServicer(CarrierProfileService(database))
    carrier_profile_service_pb2_grpc.add_CarrierProfileServiceServicer_to_server(profiles, server)
    verification = VerificationServicer(
        VerificationService(database, TokenLookup(keyring)),
        MonitorService(database),
        lambda: public_key(settings.keys_folder),
    )
    verification_service_pb2_grpc.add_VerificationServiceServicer_to_server(verification, server)
    scan = ScanServicer(ScanService(database, scans), minting_service)
    scan_service_pb2_grpc.add_ScanServiceServicer_to_server(scan, server)


def _bind(server: grpc.aio.Server, settings: Settings, credentials: grpc.ServerCredentials | None) -> int:
    host = f"[{settings.grpc_address}]" if ":" in settings.grpc_address else settings.grpc_address
    try:
        where = f"{host}:{settings.grpc_port}"
        port = server.add_secure_port(where, credentials) if credentials else server.add_insecure_port(where)
    except RuntimeError:
        port = 0
    if port == 0:
        raise ValueError(
            f"{host}:{settings.grpc_port} is taken or cannot be bound; set HALLMINT_GRPC_PORT to another port"
        )
    return port


async def _open(pool: AsyncConnectionPool[Connection], keyring: Keyring, hash_key: HashKey) -> None:
    """Wait for the database; then check its schema, the code keys and the credential key."""
    while True:
        try:
            async with pool.connection() as conn:
                await check_schema(conn)
                await keyring.open(conn)
                await hash_key.get(conn)
                return
        except Exception as error:
            if not is_transient(error):
                raise
            log.warning("waiting for the database", error=reason_of(error))
        await asyncio.sleep(_RETRY_SECONDS)


def _freeze() -> None:
    """What was made so far lives as long as the process: the collector need not look at it again, 40 ms each time."""
    gc.collect()
    gc.freeze()


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
