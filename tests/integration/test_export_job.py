"""Exports as jobs: fixed slices, packs written once, the soft lock, and what a takeover finds."""

import asyncio
import hashlib
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import psycopg
import pytest

from hallmint_server.command import work
from hallmint_server.db.pool import connect_worker
from hallmint_server.exporting import store
from hallmint_server.exporting.export_job import ExportJob, Make
from hallmint_server.exporting.folder_storage import FolderStorage
from hallmint_server.exporting.model import Export, ExportState, Lock, Pack, Slice
from hallmint_server.exporting.pack import Made, copied
from hallmint_server.exporting.profile.builtin import BUILT_IN
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.storage import Storage
from hallmint_server.jobs.lease import JobError, JobKind, LeaseLostError
from hallmint_server.metric import Metrics
from hallmint_server.minting import batch_store
from hallmint_server.settings import Settings
from tests.conftest import running
from tests.support.api import Api
from tests.support.hand import Hand, hand
from tests.support.installation import Installation
from tests.support.wait import until

Conn = psycopg.AsyncConnection[Any]
PROFILE = copied("test", 1, BUILT_IN["nfc", 1].profile)


def lines(export: Export, batch: BatchFacts, units: Slice) -> Made:
    """A pack of a line a unit."""
    text = "".join(f"{unit.seq},{unit.code},{unit.status}\n" for unit in units)
    return Made(text.encode(), f"{batch.batch_no}-{export.cursor}.csv", "text/csv")


def storage_of(server: Installation) -> FolderStorage:
    """The installation's own."""
    return FolderStorage(server.home / "exports")


async def read(storage: Storage, pack: Pack) -> bytes:
    return b"".join([piece async for piece in storage.get_range(pack.storage_key, 0, pack.bytes)])


@asynccontextmanager
async def exporter(settings: Settings, storage: Storage, make: Make = lines) -> AsyncIterator[Hand]:
    with ThreadPoolExecutor(1) as executor:
        job = ExportJob(storage, executor, Metrics(), lease_seconds=settings.lease_seconds, make=make)
        async with hand(settings, units=20_000, others={JobKind.EXPORT: job}) as made:
            yield made


@pytest.fixture
async def batch_id(server: Installation, api: Api) -> UUID:
    """A minted batch of 25 units. The worker that minted it has ended."""
    async with running(lambda stop: work(server.settings, stop)):
        batch = await api.ended((await api.submit(25)).batch_id)
    return UUID(batch.batch_id)


async def ask(server: Installation, batch_id: UUID, *, holder: str = "erp", units: int = 10) -> UUID | Lock:
    async with await connect_worker(server.dsn) as worker, await psycopg.AsyncConnection.connect(server.dsn) as conn:
        batch = await batch_store.load_for_worker(worker, batch_id)
        assert batch is not None
        return await store.insert(conn, batch, PROFILE, notes=[], pack_units=units, holder=holder)


async def asked(server: Installation, batch_id: UUID, **options: Any) -> UUID:
    made = await ask(server, batch_id, **options)
    assert isinstance(made, UUID)
    return made


async def look(conn: Conn, export_id: UUID) -> tuple[Export, list[Pack]]:
    export = await store.find(conn, export_id)
    assert export is not None
    return export, await store.packs(conn, export_id)


async def actions(conn: Conn) -> list[str]:
    rows = await conn.execute("SELECT action FROM events WHERE entity_type = 'EXPORT' ORDER BY event_id")
    return [action for (action,) in await rows.fetchall()]


async def run_out(conn: Conn, table: str, column: str) -> None:
    """As after a long silence."""
    await conn.execute(f"UPDATE {table} SET {column} = now() - interval '1 second' WHERE {column} > now()".encode())


async def test_an_export_is_a_run_of_fixed_slices(server: Installation, conn: Conn, batch_id: UUID) -> None:
    export_id, storage = await asked(server, batch_id), storage_of(server)
    assert (await look(conn, export_id))[0].state is ExportState.PENDING
    async with exporter(server.settings, storage) as worker:
        for _ in range(3):
            assert await worker.cycle() == export_id
        assert await worker.cycle() is None
    export, packs = await look(conn, export_id)
    assert (export.state, export.cursor, export.packs) == (ExportState.COMPLETED, 3, 3)
    assert [(pack.pack_no, pack.first_seq, pack.units) for pack in packs] == [(0, 0, 10), (1, 10, 10), (2, 20, 5)]
    rows = await (await conn.execute("SELECT seq, code, status FROM tokens ORDER BY seq")).fetchall()
    made = b"".join([await read(storage, pack) for pack in packs])
    assert made == "".join(f"{seq},{code},{status}\n" for seq, code, status in rows).encode()
    for pack in packs:
        data = await read(storage, pack)
        assert (pack.sha256, pack.bytes) == (hashlib.sha256(data).digest(), len(data))
    assert await actions(conn) == ["STARTED", "COMPLETED"]
    # Its lock is free again.
    await asked(server, batch_id, holder="another")


async def test_a_worker_that_dies_leaves_finished_packs_alone(server: Installation, conn: Conn, batch_id: UUID) -> None:
    export_id, storage = await asked(server, batch_id), storage_of(server)
    async with exporter(server.settings, storage) as first, exporter(server.settings, storage) as second:
        assert await first.cycle() == export_id
        before = (await look(conn, export_id))[1]
        lease = first.held
        assert lease is not None
        await run_out(conn, "jobs", "lease_until")
        assert await second.cycle() == export_id
        # The first wakes up, with its pack made: it is fenced, and its connection is gone besides.
        with pytest.raises((LeaseLostError, psycopg.OperationalError)):
            await first.handlers[JobKind.EXPORT].cycle(first.conn, lease)
        assert await second.cycle() == export_id
    export, packs = await look(conn, export_id)
    assert export.state is ExportState.COMPLETED
    assert packs[:1] == before
    assert [pack.pack_no for pack in packs] == [0, 1, 2]


async def test_an_export_that_waits_while_its_lock_is_taken_over_publishes_nothing(
    server: Installation, conn: Conn, batch_id: UUID
) -> None:
    slow, storage = await asked(server, batch_id), storage_of(server)
    refused = await ask(server, batch_id, holder="another")
    assert isinstance(refused, Lock)
    assert (refused.export_id, refused.holder) == (slow, "erp")
    assert 590 < refused.seconds_left <= 600
    assert [row async for row in await conn.execute("SELECT export_id FROM exports")] == [(slow,)]
    async with exporter(server.settings, storage) as worker:
        assert await worker.cycle() == slow
        await run_out(conn, "export_locks", "until")
        quick = await asked(server, batch_id, holder="another")
        done = [await worker.cycle() for _ in range(4)]
        assert sorted(map(str, done)) == sorted(map(str, [slow, quick, quick, quick]))
    export, packs = await look(conn, slow)
    assert (export.state, len(packs)) == (ExportState.FAILED, 1)
    assert "took over" in (export.failure or "")
    assert (await look(conn, quick))[0].state is ExportState.COMPLETED
    assert sorted(await actions(conn)) == ["COMPLETED", "FAILED", "STARTED", "STARTED"]


async def test_two_that_ask_at_once_get_one_export(server: Installation, conn: Conn, batch_id: UUID) -> None:
    answers = await asyncio.gather(*(ask(server, batch_id, holder=str(number)) for number in range(8)))
    made = [answer for answer in answers if isinstance(answer, UUID)]
    assert len(made) == 1
    assert {answer.export_id for answer in answers if isinstance(answer, Lock)} == set(made)
    assert await (await conn.execute("SELECT count(*) FROM jobs WHERE kind = 'export'")).fetchone() == (1,)


async def test_a_cancel_at_the_last_pack_waits_for_nobody_who_waits_for_it(
    server: Installation, conn: Conn, batch_id: UUID
) -> None:
    export_id, made, go = await asked(server, batch_id, units=25), threading.Event(), threading.Event()

    def slowly(export: Export, batch: BatchFacts, units: Slice) -> Made:
        made.set()
        go.wait()
        return lines(export, batch, units)

    async with exporter(server.settings, storage_of(server), slowly) as worker:
        cycle = asyncio.create_task(worker.cycle())
        await asyncio.to_thread(made.wait)
        export = (await look(conn, export_id))[0]
        async with conn.transaction():
            await batch_store.lock_job(conn, export_id)
            go.set()
            await until(lambda: waited_for(conn), what="the worker has come to the job")
            await store.end(conn, export, ExportState.CANCELLED)
            await batch_store.close_job(conn, export_id)
        with pytest.raises(LeaseLostError):
            await cycle
    assert (await look(conn, export_id))[0].state is ExportState.CANCELLED


async def waited_for(conn: Conn) -> bool:
    """Whether another connection waits for a lock of this one."""
    sql = "SELECT 1 FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    return await (await conn.execute(sql)).fetchone() is not None


async def test_rows_that_are_missing_are_no_pack(server: Installation, conn: Conn, batch_id: UUID) -> None:
    export_id, storage = await asked(server, batch_id), storage_of(server)
    await conn.execute("DELETE FROM tokens WHERE seq = 3")
    async with exporter(server.settings, storage) as worker:
        with pytest.raises(JobError, match="missing between seq 0 and 9"):
            await worker.cycle()
    assert [path for path in (server.home / "exports").rglob("*") if path.is_file()] == []
    assert (await look(conn, export_id))[1] == []


async def test_a_worker_that_knows_no_exports_leaves_them(server: Installation, batch_id: UUID) -> None:
    await asked(server, batch_id)
    async with hand(server.settings, units=10) as worker:
        assert await worker.claim() is None
