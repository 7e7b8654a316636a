"""Running workers, and opening what programs share."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import psycopg
import structlog

from hallmint_server.db.errors import is_transient, reason_of
from hallmint_server.db.migrate import check_schema
from hallmint_server.db.pool import Connection
from hallmint_server.exporting.export_job import ExportJob
from hallmint_server.exporting.opening import open_storage
from hallmint_server.jobs.lease import JobKind
from hallmint_server.jobs.maintenance import run_maintenance
from hallmint_server.jobs.queue import depth
from hallmint_server.jobs.worker import Worker
from hallmint_server.keyring.file import KeyFolder
from hallmint_server.keyring.keyring import Keyring
from hallmint_server.keyring.register import Register
from hallmint_server.log import store as log_store
from hallmint_server.log.policy import open_policy
from hallmint_server.log.sequencer import Sequencer
from hallmint_server.metric import Metrics, exposed
from hallmint_server.minting.mint_job import MintJob
from hallmint_server.minting.revoke_job import RevokeJob
from hallmint_server.settings import Settings
from mintcore import uuid7

log = structlog.get_logger()
_RETRY_SECONDS = 1.0


@asynccontextmanager
async def connect(settings: Settings) -> AsyncIterator[Connection]:
    """One connection for a command, autocommit. Raises psycopg.OperationalError."""
    async with await psycopg.AsyncConnection.connect(
        settings.dsn(), autocommit=True, connect_timeout=5, options="-c lock_timeout=10s -c TimeZone=UTC"
    ) as conn:
        yield conn


def keyring_of(settings: Settings) -> Keyring:
    """The installation's keyring, not yet opened."""
    return Keyring(KeyFolder(settings.keys_folder, settings.code_keys))


async def work(settings: Settings, stop: asyncio.Event) -> None:
    """Run one worker until `stop` is set; it finishes its cycle first. Raises MigrationError, KeyFileError or PolicyError
    where it cannot work without an operator's doing; waits while the database is away.
    """
    keyring = keyring_of(settings)
    policy = open_policy(settings.log_policy) if settings.log_policy else None
    while not stop.is_set():
        try:
            async with connect(settings) as conn:
                await check_schema(conn)
                await keyring.open(conn)
                await Register(keyring.folder).reconcile(conn, await keyring.records(conn))
                break
        except Exception as error:
            if not is_transient(error):
                raise
            log.warning("waiting for the database", error=reason_of(error))
        await asyncio.sleep(_RETRY_SECONDS)
    if stop.is_set():
        return
    metrics = Metrics()
    metrics.watch_queue(lambda: depth(settings.dsn()))
    metrics.watch_log(lambda: log_store.figures(settings.dsn()))
    # Two threads: one encodes the cycle ahead, the other serves a second job that takes turns with the first.
    with ThreadPoolExecutor(2, thread_name_prefix="encode") as executor, contextlib.ExitStack() as stack:
        storage = stack.enter_context(contextlib.closing(open_storage(settings)))
        if settings.metrics_port:
            stack.enter_context(exposed(metrics, settings.metrics_address, settings.metrics_port))
        lease_seconds, units = settings.lease_seconds, settings.cycle_units
        worker = Worker(
            settings.dsn(),
            {
                JobKind.MINT: MintJob(keyring, executor, metrics, cycle_units=units, lease_seconds=lease_seconds),
                JobKind.REVOKE: RevokeJob(cycle_units=units, lease_seconds=lease_seconds),
                JobKind.EXPORT: ExportJob(storage, executor, metrics, lease_seconds=lease_seconds),
            },
            metrics,
            name=uuid7(),
            lease_seconds=lease_seconds,
            retry_seconds=settings.retry_seconds,
        )
        stopping = asyncio.create_task(_stop(stop, worker))
        dsns = {settings.dsn(), settings.telemetry_dsn()}
        maintaining = asyncio.create_task(run_maintenance(dsns, keep_days=settings.scan_retention_days, stop=stop))
        sequencer = Sequencer(
            settings.dsn(),
            settings.keys_folder,
            name=settings.log_name,
            base_url=settings.resolver_base_url,
            policy=policy,
            metrics=metrics,
        )
        sequencing = asyncio.create_task(sequencer.run(stop))
        log.info("working")
        try:
            await worker.run()
        finally:
            tasks = (stopping, maintaining, sequencing)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    log.info("stopped")


async def _stop(stop: asyncio.Event, worker: Worker) -> None:
    await stop.wait()
    worker.stop()
