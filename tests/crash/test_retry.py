"""Faults of our own code count as tries: the first and three more at one cursor. What passes by itself never counts."""

from typing import Any
from uuid import uuid4

import psycopg
import pytest

from hallmint.v1 import batch_pb2, minting_service_pb2
from tests.crash.history import Change
from tests.crash.scene import Scene
from tests.support.api import Api
from tests.support.wait import until

pytestmark = pytest.mark.timeout(60)

UNITS = 1000
QUANTITY = 5 * UNITS
PAUSE = 0.2
# An idle worker looks for work again after half a lease: short, so that pauses are not drawn out.
OPTIONS = {"HALLMINT_LEASE_SECONDS": "0.5", "HALLMINT_CYCLE_UNITS": str(UNITS), "HALLMINT_RETRY_SECONDS": str(PAUSE)}


async def tries(scene: Scene, job_id: str) -> list[Change]:
    """Each time that the job was put off."""
    return [c for c in await scene.history.of(job_id) if c.leased_for is None and c.state == "ready" and c.epoch]


@pytest.mark.parametrize("name", ["claimed", "copy.mid"])
async def test_a_job_fails_after_three_retries_and_can_be_resumed(api: Api, scene: Scene, name: str) -> None:
    worker = scene.place.start("worker", HALLMINT_FAILPOINTS=f"{name}=error@0", **OPTIONS)
    batch = await api.submit(QUANTITY)
    failed = await api.ended(batch.batch_id)
    assert failed.state == batch_pb2.BATCH_STATE_FAILED
    assert failed.failure.startswith("given up after 4 tries: FailpointError")
    assert failed.minted_quantity == 0
    # Each pause is twice the one before, plus or minus a quarter.
    put_off = await tries(scene, batch.batch_id)
    assert [change.attempts for change in put_off] == [1, 2, 3]
    for change in put_off:
        least, most = (PAUSE * 2 ** (change.attempts - 1) * factor for factor in (0.74, 1.25))
        assert least <= change.delay <= most
    await scene.check_clean()
    assert worker.poll() is None
    worker.terminate()
    await until(lambda: worker.poll() == 0, 20)

    scene.place.start("worker", log="healthy", **OPTIONS)
    resume = minting_service_pb2.ResumeBatchRequest(batch_id=batch.batch_id)
    resumed = (await api.minting.ResumeBatch(resume, metadata=api.metadata)).batch
    assert resumed.state == batch_pb2.BATCH_STATE_QUEUED
    assert (await api.ended(batch.batch_id)).state == batch_pb2.BATCH_STATE_MINTED
    assert await scene.actions(batch.batch_id) == ["SUBMITTED", "STARTED", "FAILED", "RESUMED", "STARTED", "MINTED"]
    await scene.check_clean()


async def test_the_count_goes_back_to_zero_with_each_commit(api: Api, scene: Scene) -> None:
    """Three failed tries in the first cycle, one in the third and one in the last: five, but never four at one cursor."""
    # Each failed try ends before the places behind it: those are passed later.
    spec = "copy.before=error@1,copy.mid=error@1,copy.after=error@1,commit.before=error@3,finish=error@1"
    scene.place.start("worker", HALLMINT_FAILPOINTS=spec, **OPTIONS)
    batch = await api.submit(QUANTITY)
    await scene.check_minted(await api.ended(batch.batch_id))
    assert [(t.attempts, t.cursor) for t in await tries(scene, batch.batch_id)] == [
        (1, 0),
        (2, 0),
        (3, 0),
        (1, 2 * UNITS),
        (1, 4 * UNITS),
    ]
    assert await scene.history.cursors(batch.batch_id) == [UNITS * n for n in range(1, 6)]


async def test_a_fault_after_the_commit_never_adds_up(api: Api, scene: Scene) -> None:
    """Each cycle commits and then fails (a notification that the server refuses, say): no cursor sees a second try."""
    scene.place.start("worker", HALLMINT_FAILPOINTS="commit.after=error@0", **OPTIONS)
    batch = await api.submit(QUANTITY)
    await scene.check_minted(await api.ended(batch.batch_id))
    assert {t.attempts for t in await tries(scene, batch.batch_id)} == {1}
    request = minting_service_pb2.RevokeTokensRequest(request_id=str(uuid4()), reason="a test", batch_id=batch.batch_id)
    revocation = (await api.minting.RevokeTokens(request, metadata=api.metadata)).revocation
    await until(lambda: scene.has_ended(revocation.revocation_id), 20)
    assert await scene.actions(revocation.revocation_id) == ["SUBMITTED", "COMPLETED"]
    assert {t.attempts for t in await tries(scene, revocation.revocation_id)} == {1}
    await scene.check_clean()


async def test_waiting_for_a_lock_never_counts(api: Api, scene: Scene) -> None:
    """The server gives up after 5 s (lock_timeout, SQLSTATE 55P03); the worker puts the cycle off and serves others."""
    batch = await api.submit(QUANTITY)
    async with await psycopg.AsyncConnection.connect(scene.place.dsn) as other:
        await lock(other, "mint_batches", batch)
        scene.place.start("worker", **OPTIONS)
        put_off = await until(lambda: tries(scene, batch.batch_id), 20, what="put off")
        assert (put_off[0].last_error or "").startswith("LockNotAvailable")
        second = await api.submit(QUANTITY)
        first_ended = await api.ended(second.batch_id)
    await scene.check_minted(first_ended, await api.ended(batch.batch_id))
    assert await scene.history.most() == (0, 0)


async def test_a_locked_job_stops_no_other(api: Api, scene: Scene) -> None:
    """Somebody's open transaction holds the row of a job (an operator's psql, say): it waits, and the others go on."""
    batch = await api.submit(QUANTITY)
    async with await psycopg.AsyncConnection.connect(scene.place.dsn) as other:
        await lock(other, "jobs", batch, "job_id")
        worker = scene.place.start("worker", **OPTIONS)
        second = await api.ended((await api.submit(QUANTITY)).batch_id, 20)
        assert second.state == batch_pb2.BATCH_STATE_MINTED
    await scene.check_minted(second, await api.ended(batch.batch_id))
    assert worker.poll() is None
    assert await scene.history.most() == (0, 0)
    assert "database away" not in (scene.place.home.parent / "worker.log").read_text()


async def lock(
    conn: psycopg.AsyncConnection[Any], table: str, batch: batch_pb2.Batch, column: str = "batch_id"
) -> None:
    await conn.execute(f"SELECT FROM {table} WHERE {column} = %s FOR UPDATE".encode(), [batch.batch_id])
